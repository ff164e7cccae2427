import { Page } from '../../components/page.js';
import { Empty } from '../../components/states.js';

export function KeysView() {
  return (
    <Page title="Keys" intro="Who may ask, and how much.">
      <Empty title="This view is not there yet" />
    </Page>
  );
}
