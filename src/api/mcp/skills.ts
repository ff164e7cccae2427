import { createHash } from 'node:crypto';

import type { Framework, FrameworkCatalog, FrameworkLibrary } from '../../frameworks/index.js';

import type { EndpointResources, ListedSkill } from './endpoint-catalog.js';
import { frameworkMarkdown } from './markdown.js';

/** One skill: a folder of this name with a `SKILL.md` of this text. @see https://agentskills.io/specification */
export interface SkillFile {
  readonly name: string;
  readonly description: string;
  readonly text: string;
}

const MARKDOWN = 'text/markdown';
const PREFIX = 'skill://claude-director/';
/** Symptoms that a description names; a client reads the descriptions of all skills. */
const SYMPTOMS = 3;

/** What advice can look like, and how it is asked for. */
const FORMS: readonly SkillFile[] = [
  form({
    name: 'strategic-advice',
    description:
      'Advice for engineering and product leaders on teams, platforms, money, people and decisions, with frameworks, actions and a receipt. Use when a leader asks what to do, whether to do it, or which of several options to take.',
    body: `Call the tool \`ask\` with the question in the asker's words, whole and unshortened: numbers, dates and alternatives in it are computed with. Pass \`role\` if it is known.

Show \`markdown\` as it is. Say what \`missing\` names. If \`status\` is \`partial\`, call \`get_answer\` with the id and \`waitMs\`.

Follow-ups ("shorter", "option 2", "what will the CFO say") go to \`ask\` with the \`conversationId\` of the answer.`,
  }),
  form({
    name: 'strategic-drafts',
    description:
      'Mails, posts, talk scripts, summaries and plans for engineering and product leaders. Use when a leader wants a text to send or to say: a refusal, an announcement, a difficult talk, a brief for the board.',
    body: `Call the tool \`ask\` and say in the question which text is wanted, its readers and what it must contain: "Write the mail with which I tell my team that …". The answer is the text, ready to be changed.

A request for another tone or length goes to \`ask\` with the \`conversationId\` of the answer.`,
  }),
  form({
    name: 'strategic-decision',
    description:
      'A yes or no, or a choice between options, for a leader, with what would change the advice. Use for closed questions: "Should we …?", "A or B?", "Is it too late to …?".',
    body: `Call the tool \`ask\` with the question, and with everything that is known about the options: prices, weeks, people, dates. The first sentence of the answer is the decision; "What would change this" says when it is wrong. Show both.

To see what would happen to a question without asking it, call \`plan\`.`,
  }),
];

/** The skills of a library: the forms of advice, and one for each framework. */
export function frameworkSkills(library: FrameworkLibrary): readonly SkillFile[] {
  return [...FORMS, ...library.all().map(skillOf)];
}

/** Lists and reads skills of the current library; made anew when it is replaced. */
export class Skills {
  #from: FrameworkLibrary | undefined;
  #listed: ReadonlyMap<string, { readonly skill: ListedSkill; readonly text: string }> = new Map();

  constructor(private readonly frameworks: FrameworkCatalog) {}

  /** By URI, in the order of the list. */
  list(): ReadonlyMap<string, ListedSkill> {
    return new Map([...this.#current()].map(([uri, { skill }]) => [uri, skill]));
  }

  /** As resources; they are listed as skills only. */
  get resources(): EndpointResources {
    return {
      template: {
        name: 'skill',
        title: 'A skill',
        description: 'How to use a framework or to ask for advice.',
        uriTemplate: `${PREFIX}{name}/SKILL.md`,
        mimeType: MARKDOWN,
      },
      completions: new Map(),
      list: () => new Map(),
      read: (uri) => {
        const found = this.#current().get(uri);
        return found === undefined ? undefined : { contents: [{ uri, mimeType: MARKDOWN, text: found.text }] };
      },
    };
  }

  #current() {
    const { library } = this.frameworks.current;
    if (library !== this.#from) {
      this.#from = library;
      this.#listed = new Map(frameworkSkills(library).map(listed));
    }
    return this.#listed;
  }
}

function listed({ name, description, text }: SkillFile): [string, { skill: ListedSkill; text: string }] {
  const uri = `${PREFIX}${name}/SKILL.md`;
  const bytes = Buffer.from(text);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const skill = { uri, frontmatter: { name, description }, resources: [{ uri, digest, size: bytes.length }] };
  return [uri, { skill, text }];
}

function skillOf(framework: Framework): SkillFile {
  const symptoms = framework.symptoms.slice(0, SYMPTOMS).map((symptom) => `"${symptom}"`);
  return form({
    name: framework.id,
    description: `${framework.summary} Use when a leader says things like ${symptoms.join(', ')}.`,
    body: `${frameworkMarkdown(framework)}

## With ClaudeDirector

Ask the questions above first, unless they are answered. Then call the tool \`ask\` with the situation in the leader's own words: it decides whether this framework fits, and quotes the words that say so.`,
  });
}

function form({ name, description, body }: { name: string; description: string; body: string }): SkillFile {
  // A JSON string is a YAML string, whatever is in it.
  return {
    name,
    description,
    text: `---\nname: ${name}\ndescription: ${JSON.stringify(description)}\n---\n\n${body}\n`,
  };
}
