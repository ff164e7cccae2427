import { Page } from '../../components/page.js';
import { Empty } from '../../components/states.js';

export function LiveView() {
  return (
    <Page title="Live" intro="How the service runs.">
      <Empty title="This view is not there yet" />
    </Page>
  );
}
