import createDOMPurify, { type Config } from 'dompurify';
import { lexer, Marked } from 'marked';

const purify = createDOMPurify(window);

/** HTML within Markdown is shown as it was written, and a picture as its description: neither is ever parsed. */
const markdown = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }) => escaped(text),
    image: ({ text }) => escaped(text),
  },
});

/** Text and its structure only: nothing that runs, loads, submits or covers the page. */
const ALLOWED = {
  ALLOWED_TAGS: [
    ...[
      'p',
      'br',
      'hr',
      'h1',
      'h2',
      'h3',
      'h4',
      'h5',
      'h6',
      'ul',
      'ol',
      'li',
      'blockquote',
      'pre',
      'code',
      'em',
      'strong',
    ],
    ...['del', 'sup', 'sub', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'start', 'align'],
  ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
} satisfies Config;

purify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return;
  if (node.hasAttribute('href')) {
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer nofollow');
  }
});

/** Markdown as nodes, whatever HTML is in it. */
export function nodesOf(text: string): DocumentFragment {
  const html = markdown.parse(text, { async: false });
  return purify.sanitize(html, { ...ALLOWED, RETURN_DOM_FRAGMENT: true });
}

/** Markdown without its marks, as one reads it aloud. */
export function plainText(text: string): string {
  return nodesOf(text).textContent.trim();
}

/** Markdown that arrives in pieces: a block that has ended is cut off once and never parsed again. */
export class GrowingMarkdown {
  /** Blocks that have ended. */
  readonly blocks: string[] = [];
  /** The block that still grows. */
  tail = '';
  #length = 0;

  /** @param text Everything that has arrived, of which what came before is the beginning. */
  update(text: string): void {
    const isContinued = text.length >= this.#length && text.startsWith(this.blocks.join(''));
    if (!isContinued) {
      this.blocks.length = 0;
      this.tail = '';
      this.#length = 0;
    }
    this.tail += text.slice(this.#length);
    this.#length = text.length;
    if (!/\n[ \t]*\n/.test(this.tail)) return;
    const tokens = lexer(this.tail);
    for (const { raw } of tokens.slice(0, -1)) this.blocks.push(raw);
    this.tail = tokens.at(-1)?.raw ?? '';
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

// What is compiled with the first text is compiled before there is one.
if ('requestIdleCallback' in globalThis)
  requestIdleCallback(() => nodesOf('1. **A** [b](https://c.d) *e*\n\n- f\n\n> g'));
