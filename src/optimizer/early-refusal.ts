import type { FastifyRequest } from 'fastify';

import { OverloadedError } from './optimizer.errors.js';
import type { GateTicket, OverloadGate } from './overload-gate.js';
import { wishesOf } from './wishes.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while the request is one the {@link OverloadGate} counts. */
    gateTicket: GateTicket | null;
  }
}

/** The address whose requests are worth refusing early. */
const GUARDED = '/v1/answers';
const SHED = 503;

/** Asks the {@link OverloadGate} for HTTP requests, once their body is there and before anything is done for them. */
export class EarlyRefusal {
  constructor(private readonly gate: OverloadGate) {}

  /** Why a request is not looked at; undefined for one that goes on. */
  refusalOf(request: FastifyRequest): OverloadedError | undefined {
    if (request.method !== 'POST' || request.routeOptions.url !== GUARDED) return undefined;
    const entry = this.gate.enter(classOf(request), request.headers.authorization ?? request.ip);
    if (entry instanceof OverloadedError) return entry;
    request.gateTicket = entry;
    return undefined;
  }

  /** The response of a request has been sent. */
  answered({ gateTicket }: FastifyRequest, status: number): void {
    if (gateTicket !== null) this.gate.answered(gateTicket, status === SHED);
  }
}

/** The class it asks for, in which it would wait to be let in; what cannot be understood is left to validation. */
function classOf({ body, headers }: FastifyRequest) {
  try {
    const { requestedClass } = wishesOf(body, headers);
    return requestedClass === undefined || requestedClass === 'auto' ? 'strategic' : requestedClass;
  } catch {
    return 'strategic';
  }
}
