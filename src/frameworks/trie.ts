/** A prefix tree under construction. */
export class TrieBuilder {
  readonly #firstChild = [-1];
  readonly #sibling = [-1];
  readonly #letters = [0];

  /** The node at which `word` ends. */
  add(word: string): number {
    let node = 0;
    for (let i = 0; i < word.length; i += 1) {
      const letter = word.charCodeAt(i);
      let child = this.#firstChild[node] ?? -1;
      while (child >= 0 && this.#letters[child] !== letter) child = this.#sibling[child] ?? -1;
      if (child < 0) {
        child = this.#letters.push(letter) - 1;
        this.#sibling.push(this.#firstChild[node] ?? -1);
        this.#firstChild.push(-1);
        this.#firstChild[node] = child;
      }
      node = child;
    }
    return node;
  }

  build(): Trie {
    return new Trie(Int32Array.from(this.#firstChild), Int32Array.from(this.#sibling), Uint8Array.from(this.#letters));
  }
}

/** A prefix tree in typed arrays; node 0 is its root. */
export class Trie {
  constructor(
    private readonly firstChild: Int32Array,
    private readonly sibling: Int32Array,
    private readonly letters: Uint8Array,
  ) {}

  /** The node reached from `from` along `word`; -1 when there is none. */
  follow(from: number, word: string): number {
    let node = from;
    for (let i = 0; i < word.length; i += 1) {
      const letter = word.charCodeAt(i);
      let child = this.firstChild[node] ?? -1;
      while (child >= 0 && this.letters[child] !== letter) child = this.sibling[child] ?? -1;
      if (child < 0) return -1;
      node = child;
    }
    return node;
  }
}
