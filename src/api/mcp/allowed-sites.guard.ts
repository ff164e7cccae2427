import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';

import { httpExchange } from '../../optimizer/index.js';

import { AllowedSites } from '../allowed-sites.js';

/** Lets a request through only under a name of ours. */
@Injectable()
export class AllowedSitesGuard implements CanActivate {
  constructor(@Inject(AllowedSites) private readonly sites: AllowedSites) {}

  canActivate(context: ExecutionContext): boolean {
    const { headers } = httpExchange(context).request;
    this.sites.check(headers.host, headers.origin);
    return true;
  }
}
