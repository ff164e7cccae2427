import { Page } from '../../components/page.js';
import { Empty } from '../../components/states.js';

export function ConnectView() {
  return (
    <Page title="Connect" intro="Set-up for the programs you work in.">
      <Empty title="This view is not there yet" />
    </Page>
  );
}
