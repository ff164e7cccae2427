import { Page } from '../../components/page.js';
import { Empty } from '../../components/states.js';

export function ConversationView() {
  return (
    <Page title="Conversation">
      <Empty title="This view is not there yet" />
    </Page>
  );
}
