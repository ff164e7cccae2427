import { el, plainText } from './dom.js';
import { fieldsOf, Host, type Fields } from './host.js';

/** What a card says of a tool. */
export interface CardContents {
  readonly name: string;
  /** While the tool runs. */
  waiting(args: Fields): string;
  /** @returns undefined if the result has not what the card shows. */
  show(structured: Fields, host: Host): readonly Node[] | undefined;
  /** The tool that has something newer, if there may be something. */
  refresh(structured: Fields): { readonly label: string; readonly tool: string; readonly args: Fields } | undefined;
}

/** Shows a card in this page, from the first message of the host on. */
export function showCard(contents: CardContents): void {
  new Card(contents).connect();
}

class Card {
  readonly #page = document.querySelector('main') ?? document.body;
  /** Read aloud when it changes. */
  readonly #status = el('p', { role: 'status', class: 'status' });
  readonly #body = el('div', {});
  readonly #host: Host;

  constructor(private readonly contents: CardContents) {
    this.#page.replaceChildren(this.#body, this.#status);
    this.#host = new Host({
      onInput: (args) => this.#say(contents.waiting(args)),
      onResult: (result) => this.#show(result),
      onCancelled: () => this.#say('Cancelled.'),
    });
  }

  connect(): void {
    this.#say(this.contents.waiting({}));
    const name = `claude-director-${this.contents.name}`;
    this.#host
      .connect(name, document.documentElement.dataset['version'] ?? '')
      .catch(() => this.#say('This program does not show cards.'));
  }

  #say(text: string): void {
    this.#status.textContent = text;
  }

  #show(result: Fields): void {
    const structured = fieldsOf(result['structuredContent']);
    const nodes = result['isError'] === true ? undefined : this.contents.show(structured, this.#host);
    const hadFocus = this.#body.contains(document.activeElement);
    this.#body.replaceChildren(...(nodes ?? [plainText(result)]));
    this.#say('');
    const newer = nodes === undefined ? undefined : this.contents.refresh(structured);
    if (newer !== undefined && this.#host.canCallTools) {
      const button = el('button', { type: 'button' }, newer.label);
      button.addEventListener('click', () => void this.#refresh(button, newer.tool, newer.args));
      this.#body.append(button);
      if (hadFocus) button.focus();
    }
  }

  async #refresh(button: HTMLElement, tool: string, args: Fields): Promise<void> {
    // A button that is disabled would lose the focus.
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    this.#say('Asking …');
    try {
      const result = await this.#host.callTool(tool, args);
      if (result['isError'] === true) throw new Error('refused');
      this.#show(result);
      this.#say('Up to date.');
    } catch {
      button.removeAttribute('aria-disabled');
      this.#say('That did not work. What is shown is as it was.');
    }
  }
}
