// The load of figure C1: 100 conversations, 1,000 requests a minute, 50 enhancements of a second at once, 500 texts a minute.
import { OpenLoop, pace } from '../../test/support/open-loop.ts';

const DEADLINES_MS = { critical: 100, strategic: 500, enhanced: 2_000, 'multi-persona': 3_000 };
/** What a reply may take beyond the deadline until it is here: FAULTS.md. */
const TRANSPORT_MS = 50;
const CONVERSATIONS = 100;
const TURNS = 30;
const ANSWERS_A_MINUTE = 1_000;
const TEXTS_A_MINUTE = 500;
const BURST = 50;
const BURSTS_A_MINUTE = 3;

const TOPICS = [
  'three squads that wait on the infra group for every deploy',
  'a monolith that nobody dares to change',
  'a board that wants a rewrite by the summer',
  'a platform team that nobody asked for',
  'a cloud bill that doubles every year',
  'an acquisition whose systems overlap with ours',
  'a design system that two of five teams use',
  'technical debt that the roadmap has no room for',
];
const ASKS = [
  'What do we change first?',
  'Who should decide?',
  'How do we measure it?',
  'What would you tell the board?',
];
const FRAMES = [
  '',
  'Use Team Topologies.',
  'Think of Wardley mapping.',
  'Is this a case for the theory of constraints?',
];

function question(n) {
  const topic = TOPICS[n % TOPICS.length];
  return `We have ${topic}, ${1 + (n % 17)} months in. ${FRAMES[(n >> 3) % FRAMES.length]} ${ASKS[(n >> 5) % ASKS.length]}`;
}

export class Load {
  #loop;
  #conversations = Array.from({ length: CONVERSATIONS }, () => ({ id: undefined, turns: 0, isWaiting: false }));
  #pending = new Set();
  #sent = 0;
  tally = { sent: 0, inTime: 0, late: 0, refused: 0, failed: 0, degraded: 0 };
  /** Latencies of answers in the current second, milliseconds. */
  latencies = [];
  failures = new Map();

  constructor(url) {
    this.#loop = new OpenLoop(url);
  }

  start() {
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    const aMinute = (count, work) => pace({ perSecond: count / 60, signal }, work);
    this.#running = Promise.all([
      aMinute(ANSWERS_A_MINUTE, () => this.#answer(this.#sent++)),
      aMinute(TEXTS_A_MINUTE, () => this.#detect(this.#sent)),
      aMinute(BURSTS_A_MINUTE, () => {
        for (let i = 0; i < BURST; i++) void this.#enhanced(i);
      }),
    ]);
  }
  #running;
  #stopping;

  /** Sends nothing more, waits for what has been sent, and closes the connections. */
  async stop() {
    this.#stopping.abort();
    await this.#running;
    await Promise.all(this.#pending);
    this.#loop.close();
  }

  #answer(n) {
    const kind = n % 20;
    // Half are questions that many ask.
    if (kind < 10) return this.#ask('strategic', { question: question(n % 40) });
    if (kind < 12) return this.#ask('critical', { question: question(n), noCache: true });
    if (kind < 13) return this.#ask('multi-persona', { question: question(n), personas: ['diego', 'martin'] });
    if (kind < 14) return this.#ask('multi-persona', { question: question(n), personas: ['rachel'], noCache: true });
    return this.#converse(this.#conversations[n % CONVERSATIONS], n);
  }

  async #converse(conversation, n) {
    if (conversation.isWaiting) {
      await this.#ask('strategic', { question: question(n), noCache: true });
      return;
    }
    conversation.isWaiting = true;
    const { id } = conversation;
    const reply = await this.#ask('strategic', {
      question: question(n),
      ...(id === undefined ? {} : { conversationId: id }),
    });
    conversation.isWaiting = false;
    conversation.id = reply?.conversationId;
    if (++conversation.turns % TURNS === 0) conversation.id = undefined;
  }

  #enhanced(i) {
    return this.#ask('enhanced', { question: `Look it up slowly, please: ${question(i)}`, noCache: true });
  }

  #detect(n) {
    return this.#send('/v1/frameworks/detect', { text: question(n) });
  }

  async #ask(requestClass, body) {
    this.tally.sent++;
    const reply = await this.#send('/v1/answers', { class: requestClass, ...body });
    const deadlineMs = DEADLINES_MS[requestClass];
    if (reply.status === 200) {
      this.latencies.push(reply.latencyMs);
      this.tally[reply.latencyMs <= deadlineMs + TRANSPORT_MS ? 'inTime' : 'late']++;
      if (reply.isDegraded) this.tally.degraded++;
      return JSON.parse(reply.text);
    }
    const isRefusal = reply.status === 503 || reply.status === 429;
    this.tally[isRefusal ? 'refused' : 'failed']++;
    if (!isRefusal) this.failures.set(reply.status, (this.failures.get(reply.status) ?? 0) + 1);
    return undefined;
  }

  #send(path, body) {
    const sent = this.#loop.send({ path, body: JSON.stringify(body), keepBody: true });
    this.#pending.add(sent);
    void sent.then(() => this.#pending.delete(sent));
    return sent;
  }
}
