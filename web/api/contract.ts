// Written by `npm run generate` from the schemas that validate the messages.

export interface Ask {
  /** What the leader wants to know, in any wording. */
  readonly question: string;
  /** Continues a conversation; without it a new one starts. */
  readonly conversationId?: string;
  /** Who asks, for example "VP Engineering". */
  readonly role?: string;
  /** A service class, or `auto`: the plan decides. */
  readonly class?: 'critical' | 'strategic' | 'enhanced' | 'multi-persona' | 'auto';
  /** Shortens the deadline of the class; a longer one has no effect, and the receipt says so. */
  readonly deadlineMs?: number;
  /** Who shall answer, the lead first. */
  readonly personas?: readonly string[];
  /** Whether MCP servers may help. */
  readonly enhance?: 'auto' | 'never';
  /** Asks for a fresh answer. */
  readonly noCache?: boolean;
}

export interface Detect {
  readonly text: string;
}

export interface Answer {
  readonly id: string;
  /** Grows when late work lands. */
  readonly version: number;
  readonly conversationId: string;
  /** Partial when the receipt names a degradation. */
  readonly status: 'complete' | 'partial';
  readonly answer: Brief;
  readonly receipt: Receipt;
}

export interface Brief {
  /** The whole answer, ready to render. */
  readonly markdown: string;
  /** Null when the text was not a strategic question. */
  readonly lead: Contribution | null;
  readonly support: readonly Contribution[];
  readonly actions: readonly Action[];
  readonly challenges: readonly string[];
}

export interface Contribution {
  /** Id of the persona who says it. */
  readonly persona: string;
  /** Markdown, without the header line. */
  readonly text: string;
}

export interface Action {
  readonly when: string;
  readonly what: string;
  readonly measure: string;
}

export interface Receipt {
  readonly requestId: string;
  /** What was asked for. */
  readonly requestedClass: 'critical' | 'strategic' | 'enhanced' | 'multi-persona' | 'auto';
  /** What it was answered in; less than was asked for only where the caller allowed that. */
  readonly class: 'critical' | 'strategic' | 'enhanced' | 'multi-persona';
  /** The deadline that was asked for; null for none. It can only shorten that of the class. */
  readonly requestedDeadlineMs: number | null;
  /** From the arrival of the request: the one it was answered by. */
  readonly deadlineMs: number;
  /** From the arrival of the request to the finished answer. */
  readonly elapsedMs: number;
  /** Whether the deadline was kept. */
  readonly met: boolean;
  /** Whether the record of it survives if the process that answers is killed now. */
  readonly durable: boolean;
  readonly strategic: boolean;
  readonly reading: {
    /** Id of the situation it was taken for; null where none was likely enough to advise on. */
    readonly situation: string | null;
    /** How likely that situation is; of the likeliest where it is null. */
    readonly confidence: number;
    /** The next likely situation. */
    readonly second: string | null;
  };
  readonly frameworks: readonly DetectedFramework[];
  readonly runnersUp: readonly RunnerUp[];
  readonly context: {
    /** The earlier answer. */
    readonly answerId: string;
    /** What the question names again; null when it only goes on from there. */
    readonly topic: string | null;
    /** Frameworks of the earlier question that this answer uses, because its own question says too little. */
    readonly frameworks: readonly string[];
  } | null;
  readonly personas: readonly Contributor[];
  readonly enhancements: readonly Enhancement[];
  readonly cache: CacheUse;
  readonly degradations: readonly Degradation[];
  readonly stages: readonly Stage[];
  readonly continuation: Continuation | null;
}

export interface Contributor {
  readonly id: string;
  readonly role: 'lead' | 'support';
  /** Which manager of that persona served the request. */
  readonly manager: string;
  /** What wrote the text, for example `playbook`. */
  readonly backend: string;
}

export interface Enhancement {
  readonly server: string;
  readonly tool: string;
  readonly outcome: 'used' | 'cached' | 'nothing' | 'late' | 'open' | 'shed' | 'failed' | 'skipped';
  /** Until the result, or until the reply had to leave. */
  readonly durationMs: number;
}

export interface CacheUse {
  readonly answer: 'hit' | 'miss' | 'stale' | 'similar' | 'bypass';
  readonly tier: 'l1' | 'l2' | null;
  readonly ageMs: number | null;
  /** Whether it was computed for an equal question asked at the same time. */
  readonly collapsed: boolean;
  /** For `similar`: id of the answer, which was given to another wording; the evidence quotes that one. */
  readonly similarTo: string | null;
}

export interface Continuation {
  readonly href: string;
  /** Server-sent events until the answer is final. */
  readonly events: string;
}

export interface Degradation {
  /** What fell short, for example `mcp:builtin:library`. */
  readonly component: string;
  readonly cause:
    'deadline' | 'circuit_open' | 'shed' | 'failed' | 'invalid_response' | 'overload' | 'memory_pressure' | 'language';
  /** What the reader misses because of it. */
  readonly effect: string;
}

export interface Stage {
  readonly name: 'admission' | 'cache' | 'detect' | 'read' | 'route' | 'enhance' | 'compose';
  /** Milliseconds after the arrival of the request. */
  readonly startMs: number;
  readonly durationMs: number;
}

export interface Plan {
  readonly strategic: boolean;
  readonly reading: {
    /** Id of the situation it was taken for; null where none was likely enough to advise on. */
    readonly situation: string | null;
    /** How likely that situation is; of the likeliest where it is null. */
    readonly confidence: number;
    /** The next likely situation. */
    readonly second: string | null;
  };
  readonly frameworks: readonly DetectedFramework[];
  readonly runnersUp: readonly RunnerUp[];
  readonly context: {
    /** The earlier answer. */
    readonly answerId: string;
    /** What the question names again; null when it only goes on from there. */
    readonly topic: string | null;
    /** Frameworks of the earlier question that this answer uses, because its own question says too little. */
    readonly frameworks: readonly string[];
  } | null;
  readonly personas: {
    readonly lead: PlannedPersona | null;
    readonly support: readonly PlannedPersona[];
  };
  readonly enhancements: readonly {
    readonly server: string;
    readonly tool: string;
  }[];
  /** Service class: each has its own deadline and objective. */
  readonly class: 'critical' | 'strategic' | 'enhanced' | 'multi-persona';
  /** Whether the question would be let in right now. */
  readonly admissible: boolean;
  /** The wait now and what such answers took lately; null when it would not be let in, or before the first one. */
  readonly predictedMs: number | null;
}

export interface PlannedPersona {
  readonly id: string;
  readonly score: number;
  readonly reasons: readonly string[];
}

export interface Detection {
  /** Whether a leader asks for judgement here. */
  readonly strategic: boolean;
  /** Best first. */
  readonly frameworks: readonly DetectedFramework[];
  readonly runnersUp: readonly RunnerUp[];
  /** Time the detection took, milliseconds. */
  readonly elapsedMs: number;
}

export interface DetectedFramework {
  /** Identifier of the framework in the library. */
  readonly id: string;
  readonly name: string;
  /** How likely a competent adviser would accept it, 0 to 1, calibrated. */
  readonly confidence: number;
  /** Named in the text, or meant by the situation it describes. */
  readonly kind: 'explicit' | 'implied';
  readonly evidence: readonly Evidence[];
  /** Who published it and when, e.g. "Skelton & Pais, 2019". */
  readonly source: string;
}

export interface Evidence {
  /** UTF-16 offset in the text of the first code unit. */
  readonly start: number;
  /** UTF-16 offset in the text after the last code unit. */
  readonly end: number;
  /** Exactly the text from start to end. */
  readonly quote: string;
}

export interface RunnerUp {
  /** Identifier of the framework in the library. */
  readonly id: string;
  readonly confidence: number;
  /** Why it was not chosen, in one sentence. */
  readonly why: string;
}

export interface Framework {
  /** Stable identifier, equal to the file name. */
  readonly id: string;
  readonly name: string;
  readonly category:
    | 'strategy'
    | 'decision'
    | 'organization'
    | 'change'
    | 'communication'
    | 'leadership'
    | 'delivery'
    | 'technical'
    | 'platform'
    | 'data'
    | 'design'
    | 'product'
    | 'market'
    | 'investment'
    | 'security'
    | 'governance';
  /** Who published it, where and when; authors is empty for common practice. */
  readonly origin: {
    readonly authors: readonly string[];
    readonly work?: string;
    readonly year?: number;
  };
  /** What it is, in two sentences. */
  readonly summary: string;
  /** Names people write for it: full names, acronyms, authors, core terms nobody uses otherwise. */
  readonly aliases: readonly string[];
  /** Common wrong spellings of those names. */
  readonly misspellings: readonly string[];
  /** Names that are also ordinary words: they count only near a word of `needs`, and never near one of `unless`. */
  readonly ambiguous: readonly {
    readonly alias: string;
    readonly needs: readonly string[];
    readonly unless: readonly string[];
  }[];
  /** What people say when it applies, in their words rather than its own. */
  readonly symptoms: readonly string[];
  readonly fitsWhen: readonly string[];
  readonly doesNotFitWhen: readonly string[];
  readonly steps: readonly {
    readonly name: string;
    readonly how: string;
  }[];
  /** Diagnostic questions to ask first. */
  readonly questions: readonly string[];
  /** How one sees that it works. */
  readonly measures: readonly string[];
  readonly pitfalls: readonly string[];
  readonly related: readonly string[];
  /** Who leads with it, best first. */
  readonly personas: readonly string[];
}

export interface FrameworkSummary {
  /** Stable identifier, equal to the file name. */
  readonly id: string;
  readonly name: string;
  readonly category:
    | 'strategy'
    | 'decision'
    | 'organization'
    | 'change'
    | 'communication'
    | 'leadership'
    | 'delivery'
    | 'technical'
    | 'platform'
    | 'data'
    | 'design'
    | 'product'
    | 'market'
    | 'investment'
    | 'security'
    | 'governance';
  /** Who published it, where and when; authors is empty for common practice. */
  readonly origin: {
    readonly authors: readonly string[];
    readonly work?: string;
    readonly year?: number;
  };
  /** What it is, in two sentences. */
  readonly summary: string;
  /** Who leads with it, best first. */
  readonly personas: readonly string[];
}

export interface FrameworkList {
  readonly frameworks: readonly FrameworkSummary[];
}

export interface Persona {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** How its answers begin. */
  readonly header: string;
  /** In its own order of priority. */
  readonly expertise: readonly string[];
}

export interface PersonaList {
  readonly personas: readonly Persona[];
}

export interface Performance {
  /** When it was made, milliseconds since the epoch. */
  readonly at: number;
  readonly uptimeMs: number;
  /** Window of the quantiles. */
  readonly windowMs: number;
  readonly recommendations: readonly {
    /** A path in `director.yaml`, or in the manifests. */
    readonly setting: string;
    readonly advice: string;
    /** The measurement behind it. */
    readonly because: string;
  }[];
  readonly load: {
    readonly overall: number;
    /** Above it, the autoscaler of the manifests adds replicas. */
    readonly target: number;
    /** Busy share of the event loop. */
    readonly busy: number;
    /** Open questions as a share of the capacity. */
    readonly open: number;
  };
  readonly stages: readonly {
    readonly stage: 'admission' | 'cache' | 'detect' | 'read' | 'route' | 'enhance' | 'compose';
    readonly p50Ms: number | null;
    readonly p95Ms: number | null;
    readonly p99Ms: number | null;
  }[];
  readonly classes: readonly ClassAttainment[];
  readonly admission: {
    /** Being worked on. */
    readonly inFlight: number;
    /** Being worked on, or waiting for MCP servers. */
    readonly open: number;
    readonly queued: number;
    /** How many may be in flight at once, as measured. */
    readonly limit: number;
    readonly capacity: number;
    readonly shedTotal: number;
    /** Steps that answers go without under overload; 0 for none. */
    readonly brownout: number;
  };
  readonly answerCache: {
    readonly entries: number;
    readonly bytes: number;
    readonly maxBytes: number;
    readonly hits: number;
    readonly misses: number;
    /** Times to live of the latest answers, with the reason. */
    readonly ttlDecisions: readonly TtlDecision[];
    /** Requests by what the cache gave them. */
    readonly lookups: {
      readonly hit: number;
      readonly similar: number;
      readonly stale: number;
      readonly miss: number;
      readonly bypass: number;
    };
    /** Requests that shared an answer which was being composed for another one. */
    readonly collapsed: number;
    /** Values found in the second tier, tool results included. */
    readonly redisHits: number;
    readonly prefetch: PrefetchState;
  };
  /** What receipts disclosed, by cause, most often first. */
  readonly degradations: readonly {
    readonly cause:
      | 'deadline'
      | 'circuit_open'
      | 'shed'
      | 'failed'
      | 'invalid_response'
      | 'overload'
      | 'memory_pressure'
      | 'language';
    readonly count: number;
  }[];
  /** What callers said about answers. */
  readonly feedback: {
    /** How often answers were rated. */
    readonly given: number;
    /** Of these, called useful. */
    readonly useful: number;
    /** Of these, where the advice was followed and worked. */
    readonly worked: number;
    /** By framework of the answer, most often rated first. */
    readonly frameworks: readonly {
      readonly id: string;
      /** How often answers were rated. */
      readonly given: number;
      /** Of these, called useful. */
      readonly useful: number;
      /** Of these, where the advice was followed and worked. */
      readonly worked: number;
    }[];
    /** By the situation the question was taken for. */
    readonly situations: readonly {
      readonly id: string;
      /** How often answers were rated. */
      readonly given: number;
      /** Of these, called useful. */
      readonly useful: number;
      /** Of these, where the advice was followed and worked. */
      readonly worked: number;
    }[];
  };
  readonly reloads: {
    /** How often MCP servers were reloaded from the configuration. */
    readonly count: number;
    /** Milliseconds since the epoch; null for never. */
    readonly lastAt: number | null;
  };
  /** Where models are called; none without a backend. */
  readonly modelEndpoints: readonly ModelEndpoint[];
  readonly mcpServers: readonly ServerPerformance[];
  readonly memory: {
    readonly level: 'normal' | 'elevated' | 'critical';
    readonly usedRatio: number;
    /** The limit that is fullest. */
    readonly limit: {
      readonly source: 'container' | 'configuration' | 'heap';
      readonly limitBytes: number;
      readonly usedBytes: number;
    };
    readonly residentBytes: number;
    /** The part of it that is not shared. */
    readonly privateBytes: number;
    readonly heapUsedBytes: number;
    /** Bytes that survived the latest full garbage collection; null before the first. */
    readonly retainedBytes: number | null;
    readonly eventLoopDelayMs: number;
    /** Share of the last ten seconds in which some task waited for memory. */
    readonly stallRatio: number;
    /** Share of the time spent in full garbage collections. */
    readonly collectingRatio: number;
    readonly collections: readonly {
      readonly kind: 'minor' | 'major' | 'incremental' | 'weak';
      readonly count: number;
      readonly totalMs: number;
      readonly longestMs: number;
    }[];
    /** Actions against memory pressure, in their order. */
    readonly relief: readonly {
      readonly step: 'caches' | 'idle' | 'background' | 'classes' | 'refusal';
      readonly isTaken: boolean;
      readonly times: number;
    }[];
    /** Expired entries dropped while idle. */
    readonly sweptEntries: number;
    /** Components that hold memory, with estimated use and bound. */
    readonly owners: readonly {
      readonly owner: string;
      readonly count: number;
      readonly bytes: number;
      readonly maxBytes: number | null;
    }[];
    readonly pools: readonly {
      readonly pool: string;
      readonly made: number;
      readonly uses: number;
      readonly available: number;
      readonly borrowed: number;
      /** Share of the uses that created nothing. */
      readonly reuseRatio: number | null;
    }[];
    /** Memory that grows with the requests and is not freed, and the component that holds it. */
    readonly leak: {
      readonly owner: string;
      readonly bytes: number;
      readonly bytesPerRequest: number;
    } | null;
  };
}

export interface PerformanceHistory {
  readonly intervalMs: number;
  /** Oldest first, a quarter of an hour at most. */
  readonly samples: readonly PerformanceSample[];
}

export interface PerformanceSample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly load: number;
  readonly busy: number;
  readonly open: number;
  readonly answered: number;
  readonly fromCache: number;
  readonly refused: number;
  readonly inFlight: number;
  readonly queued: number;
  /** The longest within the second before. */
  readonly eventLoopDelayMs: number;
  readonly privateBytes: number;
  readonly heapUsedBytes: number;
  readonly classes: readonly {
    /** Service class: each has its own deadline and objective. */
    readonly class: 'critical' | 'strategic' | 'enhanced' | 'multi-persona';
    readonly p95Ms: number | null;
  }[];
}

export interface ClassAttainment {
  /** Service class: each has its own deadline and objective. */
  readonly class: 'critical' | 'strategic' | 'enhanced' | 'multi-persona';
  readonly deadlineMs: number;
  readonly objective: number;
  readonly inTime: number;
  /** Questions refused for overload; `count` has those that were answered. */
  readonly refused: number;
  /** Share of answers in time; null before the first. */
  readonly attainment: number | null;
  readonly count: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  /** Predictions of `POST /v1/plan` and of admission, against the outcome. */
  readonly prediction: {
    /** Answers with a predicted time. */
    readonly scored: number;
    /** Median error of the predictions within the window. */
    readonly errorP50Ms: number | null;
    readonly errorP95Ms: number | null;
    /** Questions predicted to be in time: right if they were. */
    readonly admissible: {
      readonly right: number;
      readonly wrong: number;
    };
  };
  /** Of p95, within the window. */
  readonly trend: 'rising' | 'steady' | 'falling';
  /** As in `/health/load`. */
  readonly load: number;
  readonly budget: {
    readonly windowMs: number;
    /** Answered or refused within the window. */
    readonly requests: number;
    /** Of these, late or refused. */
    readonly missed: number;
    /** 1 when the budget of the window is gone. */
    readonly spentRatio: number;
    /** `late: ` and the longest stage, or `refused: ` and the reason. */
    readonly causes: readonly {
      readonly cause: string;
      readonly requests: number;
    }[];
  };
  /** Within the window, with the id of the receipt. */
  readonly slowest: readonly {
    readonly requestId: string;
    readonly elapsedMs: number;
  }[];
}

export interface ServerPerformance {
  readonly server: string;
  readonly breaker: 'closed' | 'open' | 'halfOpen';
  /** It failed to start or was cut off too often, or its tool changed its description. */
  readonly isQuarantined: boolean;
  readonly inFlight: number;
  /** Calls that may be in flight now, derived from latency. */
  readonly limit: number;
  /** Upper bound of the limit. */
  readonly capacity: number;
  /** Fastest of the latest calls. */
  readonly minRttMs: number | null;
  /** Open sessions, or processes. */
  readonly sessions: number;
  readonly maxSessions: number;
  /** Sessions opened, or processes started, since it was configured. */
  readonly spawns: number;
  readonly retries: number;
  /** Second attempts started because the first was slow. */
  readonly hedges: number;
  /** Calls by outcome. */
  readonly outcomes: {
    readonly used: number;
    readonly cached: number;
    readonly nothing: number;
    readonly late: number;
    readonly open: number;
    readonly shed: number;
    readonly failed: number;
    readonly skipped: number;
  };
  /** Calls that were answered. */
  readonly used: number;
  /** Calls that were late, rejected or failed. */
  readonly lost: number;
  /** Times it was cut off because it exceeded a bound. */
  readonly cutOffs: number;
  readonly lastFailure: {
    /** Milliseconds since the epoch. */
    readonly at: number;
    /** In words; without addresses. */
    readonly reason: string;
  } | null;
  readonly count: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

export interface ModelEndpoint {
  /** Its backend, and its number within it. */
  readonly endpoint: string;
  readonly state: 'up' | 'coolingDown' | 'ejected' | 'probing';
  readonly inFlight: number;
  readonly capacity: number;
  /** Since the start. */
  readonly calls: number;
  /** Of these, failed; the provider being busy counts. */
  readonly failed: number;
  /** Moving average, which follows peaks; null before the first. */
  readonly latencyMs: number | null;
  readonly lastFailure: {
    /** Milliseconds since the epoch. */
    readonly at: number;
    /** In words; without addresses. */
    readonly reason: string;
  } | null;
}

export interface TtlDecision {
  /** The end of its key, which discloses neither the question nor its caller. */
  readonly key: string;
  readonly ttlMs: number;
  readonly reason: 'set' | 'changed' | 'unchanged' | 'unused' | 'costly';
}

export interface PrefetchState {
  /** Whether answers are made ahead: not while too few of them are used, or memory is tight. */
  readonly isActive: boolean;
  readonly made: number;
  readonly used: number;
  /** Share used of those that had their time. */
  readonly precision: number | null;
  /** What making them took together, milliseconds. */
  readonly costMs: number;
}

export interface Conversation {
  readonly id: string;
  /** The beginning of the first question. */
  readonly title: string;
  readonly turns: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  readonly summary: ConversationSummary;
}

export interface ConversationSummary {
  /** Latest first. */
  readonly topics: readonly {
    /** As the question words it, for example "infra group". */
    readonly topic: string;
    /** The beginning of the question. */
    readonly question: string;
    readonly answerId: string;
    readonly lead: string | null;
    readonly frameworks: readonly string[];
  }[];
  /** Most often used first. */
  readonly frameworks: readonly {
    readonly id: string;
    readonly turns: number;
  }[];
  /** Personas, most often in the lead first. */
  readonly leads: readonly {
    readonly id: string;
    readonly turns: number;
  }[];
}

export interface ConversationPage {
  readonly items: readonly Conversation[];
  /** Give it back as `cursor` to get the next page; null when there is none. */
  readonly nextCursor: string | null;
}

export interface ConversationChange {
  /** How the lists name it. */
  readonly title: string;
}

export interface RecentAnswer {
  readonly id: string;
  readonly conversationId: string;
  /** When it was given, milliseconds since the epoch. */
  readonly at: number;
  /** The beginning of the question. */
  readonly question: string;
  /** Id of the lead persona; null when the question was not strategic. */
  readonly lead: string | null;
  /** Ids of the frameworks detected, best first. */
  readonly frameworks: readonly string[];
}

export interface RecentAnswerPage {
  readonly items: readonly RecentAnswer[];
  /** Give it back as `cursor` to get the next page; null when there is none. */
  readonly nextCursor: string | null;
}

export interface FeedbackRequest {
  readonly useful: boolean;
  /** What happened when the advice was followed. */
  readonly outcome?: 'worked' | 'partly' | 'failed' | 'not-tried' | null;
  /** Anything else, in any words. */
  readonly text?: string | null;
}

export interface Feedback {
  readonly answerId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly useful: boolean;
  readonly outcome: 'worked' | 'partly' | 'failed' | 'not-tried' | null;
  readonly text: string | null;
}

export interface Turn {
  readonly id: string;
  /** When it was answered, milliseconds since the epoch. */
  readonly at: number;
  readonly question: string;
  readonly answerId: string;
  /** Id of the lead persona; null when the question was not strategic. */
  readonly lead: string | null;
  /** Ids of the frameworks detected, best first. */
  readonly frameworks: readonly string[];
}

export interface TurnPage {
  readonly items: readonly Turn[];
  /** Give it back as `cursor` to get the next page; null when there is none. */
  readonly nextCursor: string | null;
}

export interface ExportedTurn {
  readonly id: string;
  /** When it was answered, milliseconds since the epoch. */
  readonly at: number;
  readonly question: string;
  readonly answerId: string;
  /** Id of the lead persona; null when the question was not strategic. */
  readonly lead: string | null;
  /** Ids of the frameworks detected, best first. */
  readonly frameworks: readonly string[];
  /** Null when it is no longer kept. */
  readonly answer: Answer | null;
  /** What was said about the answer. */
  readonly feedback: readonly Feedback[];
}

export interface Transcript {
  readonly conversation: Conversation;
  readonly turns: readonly ExportedTurn[];
}

export interface AuditEvent {
  readonly kind:
    | 'answer.given'
    | 'answer.refused'
    | 'answer.rated'
    | 'access.missing'
    | 'conversation.deleted'
    | 'conversation.exported'
    | 'conversation.renamed'
    | 'audit.read'
    | 'key.created'
    | 'key.rotated'
    | 'key.revoked';
  readonly requestId: string;
  /** Who did it: the id of the key, or the subject of the token. */
  readonly subject: string;
  /** Id of what it was done to; of a refusal, its code. */
  readonly resource?: string;
  readonly answer?: AuditedAnswer;
}

export interface AuditedAnswer {
  readonly answerId: string;
  readonly conversationId: string;
  readonly questionSha256: string;
  /** Only where `audit.questionText` allows it. */
  readonly question?: string;
  /** Of the asker, as given. */
  readonly role?: string;
  readonly lead: string | null;
  /** Only where `audit.questionText` allows it. */
  readonly leadReasons: readonly string[];
  readonly leadScore: number | null;
  readonly support: readonly string[];
  readonly frameworks: readonly {
    readonly id: string;
    readonly confidence: number;
    /** The words that say so; only where `audit.questionText` allows it. */
    readonly terms: readonly string[];
  }[];
  readonly enhancements: readonly {
    readonly server: string;
    readonly tool: string;
    readonly outcome: string;
    readonly durationMs: number;
  }[];
  readonly degradations: readonly {
    readonly component: string;
    readonly cause: string;
  }[];
  readonly cache: string;
  readonly class: string;
  readonly elapsedMs: number;
  readonly grade: 'A' | 'B' | 'C' | 'D' | 'F';
}

export interface AuditRecord {
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** SHA-256 over the hash of the event before, and this event. */
  readonly hash: string;
  readonly event: AuditEvent;
}

export interface AuditPage {
  readonly items: readonly AuditRecord[];
  /** Give it back as `cursor` to get the next page; null when there is none. */
  readonly nextCursor: string | null;
}

export interface AuditVerification {
  readonly tenant: string;
  /** Events that were checked. */
  readonly events: number;
  /** Hash of the latest event: with a copy of it elsewhere, a later rewrite is detected. */
  readonly head: string;
  /** Where the trail was tampered with; null where it is whole. */
  readonly break: {
    readonly seq: number;
    readonly reason: 'missing' | 'changed' | 'truncated' | 'emptied' | 'rewritten';
  } | null;
}

export interface ApiKey {
  readonly id: string;
  readonly tenant: string;
  /** What it is for, in the words of its creator. */
  readonly label: string;
  /** The beginning of the key, which distinguishes keys. */
  readonly prefix: string;
  readonly entitlements: readonly ('ask' | 'critical' | 'auditor' | 'admin')[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
}

export interface ApiKeyList {
  readonly keys: readonly ApiKey[];
}

export interface KeyRequest {
  /** What it is for. */
  readonly label: string;
  readonly entitlements: readonly ('ask' | 'critical' | 'auditor' | 'admin')[];
  readonly expiresInDays?: number;
}

export interface NewKey {
  readonly id: string;
  readonly tenant: string;
  /** What it is for, in the words of its creator. */
  readonly label: string;
  /** The beginning of the key, which distinguishes keys. */
  readonly prefix: string;
  readonly entitlements: readonly ('ask' | 'critical' | 'auditor' | 'admin')[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  /** Shown this once. */
  readonly key: string;
}

export interface ChatRequest {
  /** `director`, or `director-` and the id of a persona. Without one, `director`. */
  readonly model?: string | null;
  /** The last of a user is the question; those before it are what was said before. */
  readonly messages: readonly {
    /** Any; questions are those of `user`. */
    readonly role: string;
    readonly content?:
      | string
      | readonly (
          | string
          | {
              readonly text?: string | null;
            }
        )[]
      | null;
  }[];
  readonly stream?: boolean | null;
  readonly stream_options?: {
    readonly include_usage?: boolean | null;
  } | null;
}

export interface ChatCompletion {
  readonly id: string;
  readonly object: 'chat.completion';
  readonly created: number;
  readonly model: string;
  readonly system_fingerprint: string;
  readonly choices: readonly {
    readonly index: number;
    readonly message: {
      readonly role: 'assistant';
      readonly content: string;
      readonly refusal: null;
    };
    readonly logprobs: null;
    /** Also of a partial answer: asking to continue would not complete it. */
    readonly finish_reason: 'stop';
  }[];
  readonly usage: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly total_tokens: number;
  };
  /** Absent from replies to background tasks of chat clients. */
  readonly director?: {
    /** Id of the answer; its whole receipt is at `/v1/answers/{id}`. */
    readonly answer: string;
    /** As `Director-Conversation` of the next question. */
    readonly conversation: string;
    readonly status: 'complete' | 'partial';
    readonly version: number;
    /** Service class: each has its own deadline and objective. */
    readonly class: 'critical' | 'strategic' | 'enhanced' | 'multi-persona';
    readonly deadlineMs: number;
    readonly elapsedMs: number;
    readonly met: boolean;
    readonly frameworks: readonly {
      readonly id: string;
      readonly name: string;
      readonly confidence: number;
      readonly quote: string;
    }[];
    readonly personas: readonly {
      readonly id: string;
      readonly role: 'lead' | 'support';
      readonly backend: string;
    }[];
    readonly cache: string;
    /** What a partial answer lacks. */
    readonly missing: readonly string[];
    /** Where the rest of a partial answer will be. */
    readonly continuation: string | null;
    /** Tokens are estimated from the length of the texts. */
    readonly usage: 'estimated';
  };
}

export interface ResponsesRequest {
  /** `director`, or `director-` and the id of a persona. Without one, `director`. */
  readonly model?: string | null;
  /** The last message of a user is the question; those before it are what was said before. */
  readonly input:
    | string
    | readonly {
        readonly role?: string | null;
        readonly content?:
          | string
          | readonly (
              | string
              | {
                  readonly text?: string | null;
                }
            )[]
          | null;
      }[];
  /** Context, as a system message. */
  readonly instructions?: string | null;
  /** Continues the conversation after that response. */
  readonly previous_response_id?: string | null;
  /** Continues that conversation. */
  readonly conversation?:
    | string
    | {
        readonly id: string;
      }
    | null;
  readonly metadata?: Readonly<Record<string, string>> | null;
  /** With `false` the audit trail alone tells of it: it cannot be read or continued later. */
  readonly store?: boolean | null;
  readonly stream?: boolean | null;
}

export interface ResponseReply {
  readonly id: string;
  readonly object: 'response';
  readonly created_at: number;
  readonly status: 'in_progress' | 'completed' | 'failed';
  readonly background: false;
  readonly error: {
    readonly code: string;
    readonly message: string;
  } | null;
  readonly incomplete_details: null;
  readonly instructions: string | null;
  readonly max_output_tokens: null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly model: string;
  readonly output: readonly (
    | {
        readonly id: string;
        readonly type: 'message';
        readonly status: 'completed';
        readonly role: 'assistant';
        readonly content: readonly {
          readonly type: 'output_text';
          readonly text: string;
          readonly annotations: readonly unknown[];
          readonly logprobs: readonly unknown[];
        }[];
      }
    | {
        readonly id: string;
        readonly type: 'reasoning';
        readonly summary: readonly {
          readonly type: 'summary_text';
          readonly text: string;
        }[];
      }
  )[];
  readonly parallel_tool_calls: true;
  readonly previous_response_id: string | null;
  readonly reasoning: {
    readonly effort: null;
    readonly summary: null;
  };
  readonly store: boolean;
  readonly temperature: 1;
  readonly text: {
    readonly format: {
      readonly type: 'text';
    };
  };
  readonly tool_choice: 'auto';
  readonly tools: readonly unknown[];
  readonly top_p: 1;
  readonly truncation: 'disabled';
  readonly usage: {
    readonly input_tokens: number;
    readonly input_tokens_details: {
      readonly cached_tokens: number;
    };
    readonly output_tokens: number;
    readonly output_tokens_details: {
      readonly reasoning_tokens: number;
    };
    readonly total_tokens: number;
  } | null;
  readonly director?: {
    /** Id of the answer; its whole receipt is at `/v1/answers/{id}`. */
    readonly answer: string;
    /** As `Director-Conversation` of the next question. */
    readonly conversation: string;
    readonly status: 'complete' | 'partial';
    readonly version: number;
    /** Service class: each has its own deadline and objective. */
    readonly class: 'critical' | 'strategic' | 'enhanced' | 'multi-persona';
    readonly deadlineMs: number;
    readonly elapsedMs: number;
    readonly met: boolean;
    readonly frameworks: readonly {
      readonly id: string;
      readonly name: string;
      readonly confidence: number;
      readonly quote: string;
    }[];
    readonly personas: readonly {
      readonly id: string;
      readonly role: 'lead' | 'support';
      readonly backend: string;
    }[];
    readonly cache: string;
    /** What a partial answer lacks. */
    readonly missing: readonly string[];
    /** Where the rest of a partial answer will be. */
    readonly continuation: string | null;
    /** Tokens are estimated from the length of the texts. */
    readonly usage: 'estimated';
  };
}

export interface OpenAiModel {
  readonly id: string;
  readonly object: 'model';
  readonly created: number;
  readonly owned_by: string;
  /** For people. */
  readonly name: string;
  readonly description: string;
}

export interface OpenAiModelList {
  readonly object: 'list';
  readonly data: readonly OpenAiModel[];
}

export interface OpenAiError {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
    readonly director: {
      /** Stable; see docs/errors.md. */
      readonly code: string;
      readonly requestId: string;
    };
  };
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Stable; see docs/errors.md. */
  readonly code: string;
  readonly requestId: string;
  readonly retryAfterMs?: number;
  /** A longer class in which the question would be answered now. */
  readonly offer?: {
    /** Service class: each has its own deadline and objective. */
    readonly class: 'critical' | 'strategic' | 'enhanced' | 'multi-persona';
    readonly predictedMs: number;
  };
  readonly errors?: readonly FieldProblem[];
}

export interface FieldProblem {
  /** For example `personas[0]`. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}
