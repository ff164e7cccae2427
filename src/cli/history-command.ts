import { parseArgs } from 'node:util';

import { readTranscript, transcriptMarkdown, type Transcript } from '../answers/index.js';
import { ConversationStore, FeedbackStore, Journal, type Conversation } from '../conversations/index.js';
import { terminalStyle, terminalWidth } from './output/style.js';
import { wrapMarkdown } from './output/wrap.js';

import { COMMANDS } from './commands.js';
import { ServiceClient } from './service-client.js';
import { EXIT, UsageError } from './usage.js';
import { withStore } from './with-store.js';

const LISTED = 50;

/** Where conversations are read from. */
interface History {
  list(): Promise<readonly Conversation[]>;
  show(id: string): Promise<Transcript>;
}

/** `claude-director history`: the latest conversations, or one with its answers. */
export async function history(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: COMMANDS.history.options, allowPositionals: true });
  const [id, ...rest] = positionals;
  if (rest.length > 0) throw new UsageError('history takes the id of a conversation, or nothing');
  if (values.url !== undefined) {
    if (values.tenant !== undefined) throw new UsageError('--tenant is decided by the key with --url');
    const client = new ServiceClient({ url: values.url, 'key-file': values['key-file'] });
    return print({ list: () => client.conversations(LISTED), show: (one) => client.transcript(one) }, id, values.json);
  }
  return withStore(({ config, store, clock }) => {
    const journal = new Journal(config.store.outbox, store, clock);
    const conversations = new ConversationStore(config.conversations, store, journal, clock);
    const feedback = new FeedbackStore(store, journal);
    const tenant = values.tenant ?? 'default';
    const list = async () => (await conversations.list(tenant, LISTED)).items;
    return print({ list, show: (one) => readTranscript({ conversations, feedback }, tenant, one) }, id, values.json);
  });
}

async function print(from: History, id: string | undefined, asJson = false): Promise<number> {
  if (id !== undefined) {
    const transcript = await from.show(id);
    const style = terminalStyle();
    const text = () => style.emphasis(wrapMarkdown(transcriptMarkdown(transcript), terminalWidth()));
    process.stdout.write(asJson ? `${JSON.stringify(transcript, undefined, 2)}\n` : `${text().trimEnd()}\n`);
    return EXIT.answered;
  }
  const all = await from.list();
  process.stdout.write(asJson ? `${JSON.stringify(all, undefined, 2)}\n` : all.map(line).join(''));
  return EXIT.answered;
}

function line({ id, updatedAt, turns, title }: Conversation): string {
  const at = new Date(updatedAt).toISOString().slice(0, 16).replace('T', ' ');
  return `${id}  ${at}  ${String(turns).padStart(3)}  ${title.replaceAll(/\s+/g, ' ')}\n`;
}
