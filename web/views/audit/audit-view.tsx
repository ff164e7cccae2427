import { Page } from '../../components/page.js';
import { Empty } from '../../components/states.js';

export function AuditView() {
  return (
    <Page title="Audit" intro="What was done, by which key.">
      <Empty title="This view is not there yet" />
    </Page>
  );
}
