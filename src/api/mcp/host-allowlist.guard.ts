import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';

import { httpExchange } from '../../http/index.js';

import { HostAllowlist } from '../host-allowlist.js';

/** Lets a request through only under a name of ours. */
@Injectable()
export class HostAllowlistGuard implements CanActivate {
  constructor(@Inject(HostAllowlist) private readonly sites: HostAllowlist) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = httpExchange(context).request;
    this.sites.check(headers.host, headers.origin);
    return true;
  }
}
