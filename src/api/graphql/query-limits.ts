import {
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  type ASTVisitor,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

export interface QueryLimits {
  /** Maximum nesting of fields. */
  readonly maxDepth: number;
  /** Aliased fields: each is as much work as the field. */
  readonly maxAliases: number;
  /** Fields at the root: each is an operation. */
  readonly maxRootFields: number;
  /** Directives, which take time to validate and have no effect here. */
  readonly maxDirectives: number;
  readonly hasIntrospection: boolean;
}

/** Introspection. Tools query thirteen levels of it; GraphQL itself bounds its nesting. */
const INTROSPECTION = new Set(['__schema', '__type']);

/** Validation rules of every query, on every transport. */
export function queryRules({ maxDepth, hasIntrospection, ...maxCounts }: QueryLimits): ValidationRule[] {
  const rules = [boundedCounts(maxCounts), boundedDepth(maxDepth)];
  return hasIntrospection ? rules : [...rules, NoSchemaIntrospectionCustomRule];
}

/** Subscriptions are served over WebSocket only, other operations over HTTP only. */
export function servedOver(transport: 'http' | 'webSocket'): ValidationRule {
  return (context) => ({
    OperationDefinition: ({ operation }) => {
      const isSubscription = operation === OperationTypeNode.SUBSCRIPTION;
      if (isSubscription === (transport === 'webSocket')) return;
      const where = isSubscription
        ? 'subscriptions are served over WebSocket'
        : 'a WebSocket serves only subscriptions';
      context.reportError(new GraphQLError(where));
    },
  });
}

/** Reports the first excess only. */
function boundCheck(context: ValidationContext): (count: number, max: number, what: string) => void {
  let isReported = false;
  return (count, max, what) => {
    if (count <= max || isReported) return;
    isReported = true;
    context.reportError(new GraphQLError(`at most ${max} ${what} are allowed`));
  };
}

function boundedCounts(max: Omit<QueryLimits, 'maxDepth' | 'hasIntrospection'>): ValidationRule {
  return (context) => {
    const counts = { aliases: 0, roots: 0, directives: 0 };
    const check = boundCheck(context);
    return {
      Field: ({ alias }) => {
        if (alias !== undefined) check(++counts.aliases, max.maxAliases, 'aliases');
      },
      Directive: () => check(++counts.directives, max.maxDirectives, 'directives'),
      OperationDefinition: ({ selectionSet }) => {
        counts.roots += selectionSet.selections.length;
        check(counts.roots, max.maxRootFields, 'fields at the root');
      },
    };
  };
}

/** An operation or a fragment: the depth of its own fields, and the depth at which it spreads which fragments. */
interface Definition {
  readonly spreads: { readonly name: string; readonly at: number }[];
  own: number;
  whole?: number;
}

function boundedDepth(maxDepth: number): ValidationRule {
  return (context): ASTVisitor => {
    const check = boundCheck(context);
    const fragments = new Map<string, Definition>();
    const operations: Definition[] = [];
    let current: Definition = { spreads: [], own: 0 };
    let depth = 0;
    const begin = () => (current = { spreads: [], own: 0 });
    return {
      OperationDefinition: () => void operations.push(begin()),
      FragmentDefinition: ({ name }) => void fragments.set(name.value, begin()),
      FragmentSpread: ({ name }) => void current.spreads.push({ name: name.value, at: depth }),
      Field: {
        enter: ({ name }) => {
          if (INTROSPECTION.has(name.value)) return false;
          current.own = Math.max(current.own, ++depth);
          return undefined;
        },
        leave: () => {
          depth--;
        },
      },
      Document: {
        leave: () => {
          for (const operation of operations) check(wholeDepth(operation, fragments), maxDepth, 'levels of fields');
        },
      },
    };
  };
}

/** The depth with the fragments in place of their spreads. */
function wholeDepth(definition: Definition, fragments: ReadonlyMap<string, Definition>): number {
  if (definition.whole !== undefined) return definition.whole;
  // A fragment that spreads itself finds this value; another rule rejects it.
  definition.whole = definition.own;
  for (const { name, at } of definition.spreads) {
    const fragment = fragments.get(name);
    if (fragment === undefined) continue;
    definition.whole = Math.max(definition.whole, at + wholeDepth(fragment, fragments));
  }
  return definition.whole;
}
