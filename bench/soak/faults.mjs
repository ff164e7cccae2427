// All faults, one after another: what is done, and what ends it.
import { setTimeout as pause } from 'node:timers/promises';

/** Last of what has been started is what runs. */
const signal = (stub, name) => {
  for (const pid of stub.pids.slice(-4)) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended already.
    }
  }
};

export function faultsOf({ stub, http, model, redis }) {
  const misbehaves = (behavior) => ({
    begin: () => stub.behave(behavior),
    end: () => stub.behave({}),
  });
  return [
    { name: '1 child frozen', begin: () => signal(stub, 'SIGSTOP'), end: () => signal(stub, 'SIGCONT') },
    { name: '2 child killed', begin: () => signal(stub, 'SIGKILL'), end: () => undefined },
    {
      name: '3 child ignores SIGTERM',
      // It takes effect with the next process.
      begin: () => (stub.behave({ ignoreSigterm: true, grandchild: true }), signal(stub, 'SIGKILL')),
      end: () => (stub.behave({}), signal(stub, 'SIGKILL')),
    },
    { name: '4 noise', ...misbehaves({ mode: 'noisy' }) },
    { name: '5 no answer', ...misbehaves({ mode: 'silent' }) },
    { name: '5 wrong id', ...misbehaves({ mode: 'wrongId' }) },
    { name: '6 flood', ...misbehaves({ mode: 'flood' }) },
    { name: '6 huge reply', ...misbehaves({ mode: 'huge' }) },
    {
      name: '7 crash at start',
      begin: () => (stub.behave({ mode: 'crashAtStart' }), signal(stub, 'SIGKILL')),
      end: () => stub.behave({}),
    },
    { name: '8 resets', begin: () => http.behave('resets'), end: () => http.behave('fine') },
    { name: '8 half an event', begin: () => http.behave('halfAnEvent'), end: () => http.behave('fine') },
    { name: '9 HTML', begin: () => http.behave('html'), end: () => http.behave('fine') },
    { name: '9 off schema', ...misbehaves({ mode: 'offSchema' }) },
    { name: '11 model 429', begin: () => model.behave('busy'), end: () => model.behave('fine') },
    { name: '12 model dies', begin: () => model.behave('dies'), end: () => model.behave('fine') },
    { name: '12 model stalls', begin: () => model.behave('stalls'), end: () => model.behave('fine') },
    { name: '13 Redis frozen', begin: () => redis.freeze(), end: () => redis.thaw() },
    { name: '14 Redis down', begin: () => redis.stop(), end: () => redis.start() },
    { name: '15 Redis full', begin: () => redis.limit(1), end: () => redis.limit(0) },
  ];
}

/** Does them in turn until `isOver`. @returns how often each was done. */
export async function injectFaults(faults, { lastsMs, restMs, isOver, onFault }) {
  const done = new Map();
  for (let i = 0; !isOver(); i++) {
    const { name, begin, end } = faults[i % faults.length];
    onFault(name);
    await begin();
    await pause(lastsMs);
    await end();
    onFault(undefined);
    done.set(name, (done.get(name) ?? 0) + 1);
    await pause(restMs);
  }
  return done;
}
