import {
  type Action,
  allowedOrigins,
  type FreshProof,
  requireVerification,
} from '../../lib/contract/action.ts';
import { secondFactors } from '../../lib/contract/factors.ts';
import { type Alongside, authenticate, type SignedIn } from '../auth/authenticate.ts';
import { isSafeMethod } from '../auth/same-origin.ts';
import { authentication } from '../composition/backends.ts';
import type { Runtime } from '../composition/runtime.ts';
import { trustedProxyOf } from '../composition/trusted-proxy.ts';
import { type Admission, assertMayCall } from '../http/authentication.ts';
import type { ValidatedBody } from '../http/custom-fields.ts';
import type { ErrorPage } from '../http/error-page.ts';
import { found, userIdOf } from '../http/path.ts';
import { type Call, identifiedIn, type Reply } from '../http/request.ts';
import { stack } from '../http/stack.ts';
import type { Body } from '../http/takes.ts';
import type { Actor } from '../users/events/event.ts';
import { assertFactor } from '../users/login/factor-admission.ts';
import type { UserModel, Writer } from '../users/model/user-model.ts';
import type { Profile } from '../users/user.ts';
import { countsOf } from './counts.ts';
import { formOf } from './form.ts';
import { assertProved, type Proving, provedCaller, recency, stepUpOf } from './fresh-proof.ts';

interface Options<Input> {
  /** Left out for a route that takes no body. */
  readonly body?: Body<Input>;
  /** Given for a body that takes custom fields as well. */
  readonly model?: UserModel;
  /** Given for a route that browsers navigate to. */
  readonly errorPage?: ErrorPage;
}

interface SignedInCall<Input> extends SignedIn, ValidatedBody<Input> {
  readonly event: Call;
  /** The login is recent enough to be fresh proof. */
  readonly recent: boolean;
}

/** Whom a superuser's request is about. */
interface Target {
  readonly target: Profile;
  /** It is the superuser, for whom the rules of `/me` hold. */
  readonly themselves: boolean;
}

/** The handler of a route for users about themselves. */
export function signedInAction<Input, Fresh extends FreshProof>(
  rt: Runtime,
  row: Action<'user', Fresh>,
  { body, model, freshProof, errorPage }: Options<Input> & Proving<Fresh>,
  run: (call: SignedInCall<Input>) => Promise<Reply>,
) {
  const isRecent = recency(rt, row);
  return callerAction(rt, row, { errorPage }, async (signedIn, event) => {
    const change = { model, writer: 'user', profile: signedIn.caller } as const;
    const call = { ...signedIn, event, recent: isRecent(signedIn) };
    const validated = await bodyOf(event, { row, body }, change);
    // It is read whether or not the row asks this caller: what a request may say doesn't depend on that.
    const currentPassword = freshProof?.currentPasswordIn(event);
    await assertProved(rt, row, freshProof?.assert, { ...call, currentPassword });
    return run({ ...call, ...validated });
  });
}

/** The handler of a route for superusers about one user, `{id}` in the path: `target`. */
export function superuserAction<Input, Fresh extends FreshProof>(
  rt: Runtime,
  row: Action<'superuser', Fresh>,
  { body, model, freshProof }: Options<Input> & Proving<Fresh>,
  run: (call: SignedInCall<Input> & Target & { readonly actor: Actor }) => Promise<Reply>,
) {
  const isRecent = recency(rt, row);
  return callerAction(rt, row, { alongside: userIdOf }, async (signedIn, event) => {
    const { target, caller } = signedIn;
    const themselves = target?.user.id === caller.user.id;
    const actor = { id: caller.user.id, by: 'superuser' } as const;
    // The body of a user who isn't there is validated too: 422 comes before 404.
    const change = { model: target && model, writer: 'admin', profile: target } as const;
    const call = { ...signedIn, event, recent: isRecent(signedIn) };
    const validated = await bodyOf(event, { row, body }, change);
    const currentPassword = freshProof?.currentPasswordIn(event);
    const proving = { ...call, currentPassword };
    if (themselves || row.freshProof === 'about-anyone') {
      await assertProved(rt, row, freshProof?.assert, proving);
    }
    return run({ ...call, ...validated, themselves, actor, target: found(target) });
  });
}

/** The handler of a route for the callers that its row names. */
export function callerAction(
  rt: Runtime,
  row: Action<'user' | 'superuser'>,
  options: {
    /** What else to read in the round trip that reads the caller. */
    readonly alongside?: (event: Call) => Alongside;
    readonly errorPage?: ErrorPage | undefined;
  },
  run: (signedIn: SignedIn, event: Call) => Promise<Reply>,
) {
  const deps = authentication(rt);
  const admission = admissionOf(rt, row);
  const challenge = deps.backends.find(({ transport }) => transport.challenge)?.transport.challenge;
  const { errorPage } = options;
  const stepUp = stepUpOf(rt, row);
  const factors = rt.get(secondFactors);
  const counts = countsOf(rt, row, row.perBackend && deps.backends[0]?.name);
  const proxy = trustedProxyOf(rt);
  const form = formOf(rt, row);
  return stack(row.name, { challenge, stepUp, counts, errorPage, form, proxy }, async (event) => {
    const alongside = options.alongside?.(event);
    const signedIn = await authenticate(deps, event, alongside, identifiedIn(event));
    identifiedIn(event)(signedIn.caller.user.id);
    if (alongside?.userId !== undefined) {
      event.logged = { ...event.logged, target_id: alongside.userId };
    }
    try {
      assertMayCall(event, signedIn, admission);
      assertFactor(factors, row.secondFactor, provedCaller(signedIn));
      return await run(signedIn, event);
    } finally {
      // Lambda stops the function once it has responded, so work beside the request ends first.
      await signedIn.noted;
    }
  });
}

function admissionOf(rt: Runtime, row: Action): Admission {
  const changes = row.route !== undefined && !isSafeMethod(row.route.method);
  return {
    superuser: row.caller === 'superuser',
    ...verifiedAsked(rt, row),
    ...((changes || row.originChecked) && { allowedOrigins: rt.get(allowedOrigins) }),
  };
}

function verifiedAsked(rt: Runtime, { verified }: Action): Pick<Admission, 'verified'> {
  const isAsked = verified === 'always' || (verified && rt.get(requireVerification));
  return isAsked ? { verified } : {};
}

async function bodyOf<Input>(
  event: Call,
  { row, body }: { readonly row: Action; readonly body: Body<Input> | undefined },
  custom: { readonly model?: UserModel; readonly writer: Writer; readonly profile?: Profile },
): Promise<ValidatedBody<Input>> {
  if (body === undefined) return { input: undefined as Input };
  const fields = body.fieldsIn(event);
  // What null means for a custom field is for its schema to say.
  const change = custom.model?.change(fields, custom.writer, 'partial');
  const given = row.route?.method === 'PATCH' ? givenFields(fields) : fields;
  return body.validate(given, change, custom.profile?.user.custom);
}

/**
 * The fields of a PATCH that are given: `null` stands for one that is left out, as in FastAPI Users, whose
 * clients send it for each field that a form leaves empty.
 */
function givenFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
