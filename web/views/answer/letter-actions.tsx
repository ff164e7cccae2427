import { asDecisionRecord, asMail, asMarkdown } from '../../answers/exports.js';
import { plainText } from '../../answers/markdown.js';
import type { Answer } from '../../api/contract.js';
import { CopyButton } from '../../components/copy-button.js';

/** Ways to carry the letter elsewhere. */
export function LetterActions({ answer, question }: { readonly answer: Answer; readonly question: string }) {
  const address = `${location.origin}/a/${answer.id}`;
  return (
    <div class="letter-actions" role="group" aria-label="Take it along">
      <CopyButton label="Copy as Markdown" text={() => asMarkdown(answer, question, address)} />
      <CopyButton label="as mail" name="Copy as mail" text={() => asMail(answer, question, plainText, address)} />
      <CopyButton
        label="as ADR"
        name="Copy as ADR"
        text={() => asDecisionRecord(answer, question, address, new Date().toISOString().slice(0, 10))}
      />
      <CopyButton label="link" name="Copy link" text={address} />
      <button type="button" class="button-quiet" onClick={() => print()}>
        Print
      </button>
    </div>
  );
}
