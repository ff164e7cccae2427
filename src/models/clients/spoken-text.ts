import type { WritingListener } from './model-client.js';
import { fieldsOf, isRecord } from './reply-events.js';

/** Tags with which models write their thoughts into their reply. */
const OPENING =
  /<(?:think|thinking|thoughts?|reasoning|reflection|scratchpad|seed:think)(?:\s[^<>]{0,100})?>|\[THINK\]|◁think▷|<\|begin_of_thought\|>/i;
const CLOSING =
  /<\/(?:think|thinking|thoughts?|reasoning|reflection|scratchpad|seed:think)\s{0,10}>|\[\/THINK\]|◁\/think▷|<\|end_of_thought\|>/i;
/** A tag may be cut at the end of a piece; a longer text is none. */
const MAX_TAG_LENGTH = 120;
const CUT_TAG = /[<[◁][^<>[\]◁▷]*$/;

/** Kinds of parts that hold text for the reader; others, such as `thinking`, do not. */
const SPOKEN_PARTS: ReadonlySet<unknown> = new Set([undefined, null, 'text', 'output_text']);

/** A reply that begins with a heading, as the prompt asks for, begins with no thoughts. */
const HEADING = /^\s*#/;

/** What a model says, out of the pieces of its reply: its thoughts are left out, also if their tags are cut anywhere. */
export class SpokenText {
  #text = '';
  #pending = '';
  #isThinking = false;
  /** The beginning may be thoughts without an opening tag: it is held back until that is clear, at the latest to the end. */
  #isHeld: boolean;
  #held = '';

  /**
   * @param beginsThinking Whether replies of this model begin with thoughts, without an opening tag, as of models whose
   *   prompt holds it; undefined if that is not known yet.
   */
  constructor(
    private readonly listener: WritingListener,
    private readonly beginsThinking: boolean | undefined,
  ) {
    this.#isHeld = beginsThinking !== false;
  }

  /** True after a closing tag without an opening one. */
  #hasOrphan = false;
  get hasOrphan(): boolean {
    return this.#hasOrphan;
  }

  add(piece: string): void {
    this.#pending += piece;
    for (;;) {
      const closing = CLOSING.exec(this.#pending);
      if (this.#isThinking) {
        if (closing === null) break;
        this.#skip(closing);
        this.#isThinking = false;
        continue;
      }
      const opening = OPENING.exec(this.#pending);
      if (closing !== null && (opening === null || closing.index < opening.index)) {
        this.#hasOrphan = true;
        this.#isHeld = false;
        this.#skip(closing);
        if (this.#text === '') continue;
        this.#text = '';
        this.listener.restart();
        continue;
      }
      if (opening === null) break;
      this.#release();
      this.#say(this.#pending.slice(0, opening.index));
      this.#skip(opening);
      this.#isThinking = true;
    }
    if (this.beginsThinking === undefined && this.#held === '' && HEADING.test(this.#pending)) this.#isHeld = false;
    if (this.#isThinking || this.#isHeld) this.#withhold();
    else this.#say(this.#take(this.#pending.length - this.#cutTagLength()));
  }

  /** A sign of life without text, such as a thought that comes apart from the content. */
  think(): void {
    this.listener.text('');
  }

  /** All of it, when no piece follows. */
  end(): string {
    this.#release();
    if (!this.#isThinking) this.#say(this.#pending);
    return this.#text;
  }

  /** Keeps of what is pending only where a tag may be cut. */
  #withhold(): void {
    const before = this.#take(Math.max(0, this.#pending.length - MAX_TAG_LENGTH));
    if (this.#isHeld) this.#held += before;
    this.think();
  }

  #release(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#say(this.#held);
  }

  #say(text: string): void {
    if (text === '') return;
    this.#text += text;
    this.listener.text(text);
  }

  #skip(tag: RegExpExecArray): void {
    this.#take(tag.index + tag[0].length);
  }

  #take(length: number): string {
    const taken = this.#pending.slice(0, length);
    this.#pending = this.#pending.slice(length);
    return taken;
  }

  #cutTagLength(): number {
    const tail = CUT_TAG.exec(this.#pending.slice(-MAX_TAG_LENGTH));
    return tail === null ? 0 : tail[0].length;
  }
}

/** The text of a content that is a string, a part, or a list of either; a thinking part has none. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(contentText).join('');
  const { text, type } = fieldsOf(content);
  return SPOKEN_PARTS.has(type) && typeof text === 'string' ? text : '';
}

/** Whether a content holds parts that are no text, such as thoughts. */
export function hasThoughts(content: unknown): boolean {
  return Array.isArray(content) && content.some((part) => isRecord(part) && !SPOKEN_PARTS.has(part['type']));
}
