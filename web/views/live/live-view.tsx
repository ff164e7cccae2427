import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

import type { Performance } from '../../api/contract.js';
import { apiKey } from '../../api/session.js';
import { go, place } from '../../app/router.js';
import { offerShortcuts } from '../../app/shortcuts.js';
import { Curl } from '../../components/curl.js';
import { Page } from '../../components/page.js';
import { duration, ProblemView } from '../../components/problem-view.js';
import { Loading } from '../../components/states.js';

import { feed, report, samples, watch, type Feed } from './live-feed.js';
import {
  CachePanel,
  ClassesPanel,
  FeedbackPanel,
  LossesPanel,
  megabytes,
  MemoryPanel,
  ModelsPanel,
  RecommendationsPanel,
  ServersPanel,
} from './live-tables.js';
import { Moment } from './moment.js';
import { clock, Plot, shown, type Series } from './plot.js';

/** How the service runs, second by second while it is looked at. */
export function LiveView() {
  const isPaused = useSignal(false);
  const round = useSignal(0);
  useEffect(() => {
    if (!isPaused.value) return watch();
    feed.value = { state: 'paused' };
    return undefined;
  }, [isPaused.value, round.value, apiKey.value]);
  const toggle = () => (isPaused.value = !isPaused.value);
  useEffect(() => offerShortcuts([{ key: 'p', does: 'pause and resume the figures', run: toggle }]), []);
  const pick = (at: number) => go(`/live?at=${at}`, { replace: true, quiet: true });
  const at = Number(place.value.query.get('at') ?? Number.NaN);
  const now = report.value;
  return (
    <Page
      title="Live"
      intro="The process that answers reports once a second while this page is in front, and not while it is hidden. Plots reach back fifteen minutes."
      actions={
        <>
          <Connection state={feed.value} />
          <button type="button" class="button" aria-pressed={isPaused.value} onClick={toggle}>
            {isPaused.value ? 'Resume' : 'Pause'}
          </button>
        </>
      }
    >
      {feed.value.state === 'refused' ? (
        <ProblemView error={feed.value.error} retry={() => round.value++} />
      ) : now === undefined ? (
        <Loading what="figures" />
      ) : (
        <Figures now={now} pick={pick} />
      )}
      {Number.isFinite(at) ? <Moment at={at} close={() => go('/live', { replace: true, quiet: true })} /> : null}
      <Curl path="/v1/performance/stream" streams command={['report']} />
    </Page>
  );
}

function Connection({ state }: { readonly state: Feed }) {
  const [tone, text] = CONNECTIONS[state.state];
  return (
    <span class={`tag ${tone}`} role="status">
      {text}
    </span>
  );
}

const CONNECTIONS: Readonly<Record<Feed['state'], readonly [tone: string, text: string]>> = {
  connecting: ['', 'Connecting'],
  live: ['tag-good', 'Live'],
  lost: ['tag-warn', 'Connection lost, trying again'],
  paused: ['', 'Paused'],
  refused: ['tag-bad', 'Refused'],
};

const LOAD: readonly Series[] = [
  { value: 'load', label: 'Load' },
  { value: 'target', label: 'Autoscaler adds replicas at', isLimit: true },
  { value: 'busy', label: 'Event loop busy' },
  { value: 'open', label: 'Open questions' },
];
const LATENCY: readonly Series[] = ['critical', 'strategic', 'enhanced', 'multi-persona'].map((name) => ({
  value: `p95 ${name}`,
  label: name,
}));
const QUESTIONS: readonly Series[] = [
  { value: 'answered', label: 'Answered' },
  { value: 'fromCache', label: 'Of these, from a cache' },
  { value: 'refused', label: 'Refused' },
];
const QUEUE: readonly Series[] = [
  { value: 'inFlight', label: 'In flight' },
  { value: 'queued', label: 'Queued' },
];
const DELAY: readonly Series[] = [{ value: 'delay', label: 'Longest delay' }];
const MEMORY: readonly Series[] = [
  { value: 'private', label: 'Private' },
  { value: 'heap', label: 'Heap in use' },
];

function Figures({ now, pick }: { readonly now: Performance; readonly pick: (at: number) => void }) {
  return (
    <>
      <Headline now={now} />
      <section aria-labelledby="plots">
        <h2 id="plots" class="visually-hidden">
          The last 15 minutes
        </h2>
        <div class="plots">
          <Plot title="Load" note="What the autoscaler follows." unit="%" series={LOAD} pick={pick} />
          <Plot title="p95 by class" note="Of the last five minutes, moving." unit="ms" series={LATENCY} pick={pick} />
          <Plot title="Questions" note="Each second." unit="/s" series={QUESTIONS} pick={pick} />
          <Plot title="Queue" note="A queue that stays is overload." unit="" series={QUEUE} pick={pick} />
          <Plot
            title="Event loop"
            note="A delay beyond 400 ms sheds long classes."
            unit="ms"
            series={DELAY}
            pick={pick}
          />
          <Plot title="Memory" note="Of this process." unit="MB" series={MEMORY} pick={pick} />
        </div>
      </section>
      <div class="live-tables">
        <RecommendationsPanel report={now} />
        <ClassesPanel report={now} />
        <LossesPanel report={now} />
        <CachePanel report={now} />
        <ServersPanel report={now} />
        <ModelsPanel report={now} />
        <MemoryPanel report={now} />
        <FeedbackPanel report={now} />
      </div>
    </>
  );
}

/** The figures an operator looks at first. */
function Headline({ now }: { readonly now: Performance }) {
  const answers = now.classes.reduce((sum, { count }) => sum + count, 0);
  const inTime = now.classes.reduce((sum, one) => sum + one.inTime, 0);
  const first = samples.value[0]?.at;
  return (
    <dl class="headline">
      <Figure
        name="Load"
        note={`replicas are added at ${shown(now.load.target * 100, '%')}`}
        isBad={now.load.overall > now.load.target}
      >
        {shown(now.load.overall * 100, '%')}
      </Figure>
      <Figure name="In time" note={`${answers} answers since the start`}>
        {answers === 0 ? '–' : `${((inTime / answers) * 100).toFixed(2)} %`}
      </Figure>
      <Figure name="In flight" note={`${now.admission.queued} queued, ${now.admission.shedTotal} refused`}>
        {now.admission.inFlight} of {now.admission.limit}
      </Figure>
      <Figure
        name="Event loop delay"
        note={`busy ${shown(now.load.busy * 100, '%')}`}
        isBad={now.memory.eventLoopDelayMs > 100}
      >
        {duration(now.memory.eventLoopDelayMs)}
      </Figure>
      <Figure name="Memory" note={`pressure ${now.memory.level}`} isBad={now.memory.level !== 'normal'}>
        {megabytes(now.memory.privateBytes)}
      </Figure>
      <Figure name="Up since" note={first === undefined ? '' : `plots from ${clock(first)}`}>
        {uptime(now.uptimeMs)}
      </Figure>
    </dl>
  );
}

function Figure({
  name,
  note,
  isBad = false,
  children,
}: {
  readonly name: string;
  readonly note: string;
  readonly isBad?: boolean;
  readonly children: ComponentChildren;
}) {
  return (
    <div class={isBad ? 'is-bad' : ''}>
      <dt>{name}</dt>
      <dd>
        <strong>{children}</strong>
        <span class="note">{note}</span>
      </dd>
    </div>
  );
}

function uptime(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return `${Math.floor(ms / 1_000)} s`;
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2_880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1_440)} days`;
}
