import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver } from '@nestjs/graphql';

import { FrameworkCatalog, type Detection, type Framework } from '../../frameworks/index.js';
import { askSchema, detectSchema, AnswerService, type Answer, type Ask, type Plan } from '../../answers/index.js';
import { PerformanceMonitor, type Performance } from '../../monitoring/index.js';
import { PERSONA_PROFILES, type PersonaProfile } from '../../personas/index.js';
import { AnsweredByDeadline, PlannedByClass } from '../protocol/answered-by-deadline.decorator.js';
import { FrameworkNotFoundError } from '../protocol/api.errors.js';
import { callerOf, contextOf } from '../protocol/current-context.js';
import { summaryOf, type FrameworkSummary } from '../contract/library.js';
import { SchemaPipe } from '../protocol/validate.js';
import { validate } from '../protocol/validate.js';

import type { GraphqlContext } from './graphql-context.js';

/** The same questions over GraphQL; every field hands over to what REST uses. */
@Resolver()
export class GuidanceResolver {
  constructor(
    @Inject(AnswerService) private readonly guidance: AnswerService,
    @Inject(FrameworkCatalog) private readonly catalog: FrameworkCatalog,
    @Inject(PerformanceMonitor) private readonly monitor: PerformanceMonitor,
  ) {}

  @Mutation('ask')
  @AnsweredByDeadline()
  ask(@Args('input', new SchemaPipe(askSchema)) ask: Ask, @Context() { reply }: GraphqlContext): Promise<Answer> {
    return this.guidance.ask(ask, contextOf(reply.request));
  }

  @Query('plan')
  @PlannedByClass()
  plan(@Args('input', new SchemaPipe(askSchema)) ask: Ask, @Context() { reply }: GraphqlContext): Promise<Plan> {
    return this.guidance.plan(ask, contextOf(reply.request));
  }

  @Query('answer')
  answer(@Args('id') id: string, @Context() { reply }: GraphqlContext): Promise<Answer> {
    return this.guidance.answer(callerOf(reply.request).tenant, id);
  }

  @Query('detectFrameworks')
  detectFrameworks(@Args('text') text: string): Detection {
    return this.catalog.current.detector.detect(validate(detectSchema, { text }).text);
  }

  @Query('frameworks')
  frameworks(): FrameworkSummary[] {
    return this.catalog.current.library.all().map(summaryOf);
  }

  @Query('framework')
  framework(@Args('id') id: string): Framework {
    const framework = this.catalog.current.library.get(id);
    if (framework === undefined) throw new FrameworkNotFoundError(id);
    return framework;
  }

  @Query('personas')
  personas(): readonly PersonaProfile[] {
    return PERSONA_PROFILES;
  }

  @Query('performance')
  performance(): Performance {
    return this.monitor.report();
  }
}
