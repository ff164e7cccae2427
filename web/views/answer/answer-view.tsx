import { Page } from '../../components/page.js';
import { Empty } from '../../components/states.js';

export function AnswerView() {
  return (
    <Page title="Answer">
      <Empty title="This view is not there yet" />
    </Page>
  );
}
