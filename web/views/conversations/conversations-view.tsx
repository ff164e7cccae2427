import { Page } from '../../components/page.js';
import { Empty } from '../../components/states.js';

export function ConversationsView() {
  return (
    <Page title="Conversations">
      <Empty title="This view is not there yet" />
    </Page>
  );
}
