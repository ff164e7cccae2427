/** A tree of letters while it grows. */
export class Trie {
  private readonly firstChild = [-1];
  private readonly sibling = [-1];
  private readonly letters = [0];

  add(word: string): number {
    let node = 0;
    for (let i = 0; i < word.length; i += 1) {
      const letter = word.charCodeAt(i);
      let child = this.firstChild[node] ?? -1;
      while (child >= 0 && this.letters[child] !== letter) child = this.sibling[child] ?? -1;
      if (child < 0) {
        child = this.letters.length;
        this.letters.push(letter);
        this.firstChild.push(-1);
        this.sibling.push(this.firstChild[node] ?? -1);
        this.firstChild[node] = child;
      }
      node = child;
    }
    return node;
  }

  freeze(): { firstChild: Int32Array; sibling: Int32Array; letters: Uint8Array } {
    return {
      firstChild: Int32Array.from(this.firstChild),
      sibling: Int32Array.from(this.sibling),
      letters: Uint8Array.from(this.letters),
    };
  }
}
