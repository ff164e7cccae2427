import { Page } from '../../components/page.js';
import { Empty } from '../../components/states.js';

export function AskView() {
  return (
    <Page title="Ask">
      <Empty title="This view is not there yet" />
    </Page>
  );
}
