import { Page } from '../../components/page.js';
import { Empty } from '../../components/states.js';

export function LibraryView() {
  return (
    <Page title="Library" intro="The frameworks and personas answers are written with.">
      <Empty title="This view is not there yet" />
    </Page>
  );
}
