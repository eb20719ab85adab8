import type { aws_secretsmanager } from 'aws-cdk-lib/interfaces';
import type { IConstruct } from 'constructs';
import { Found, known, UsersApiError } from '../errors';
import { isLocalRun } from './local-run';
import {
  checkNoJson,
  checkSecret,
  inPlaceOfSecret,
  isSecretRef,
  knownLength,
  knownValue,
} from './secret-value';

/** Who says where a request comes from. */
export type ClientAddressSettings =
  | { readonly kind: 'api-gateway' }
  | {
      readonly kind: 'cloudfront';
      readonly secret: aws_secretsmanager.ISecretRef;
      readonly header: string;
      /** Requests that don't come through it are refused. */
      readonly required: boolean;
    };

/**
 * Begins with `x-`, so it is none of HTTP's own, which CloudFront and API Gateway treat by themselves; nor one that CloudFront
 * can't add, or that API Gateway or a proxy writes.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
 */
const HEADER = /^x-(?!amz-|amzn-|edge-|forwarded-|real-ip$)[a-z\d_-]{1,254}$/i;

const SECRET = 'ClientAddress.secret';

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-custom-headers */
const MAX_HEADER_BYTES = 1783;

/** The characters of a header's value. */
const VISIBLE = /^[\x20-\x7e]*$/;

/** As functions compare it: the line break at the end of a secret is a file's. */
const trimmed = (value: string) => value.trim();

interface CloudFront {
  readonly secret?: aws_secretsmanager.ISecretRef | undefined;
  readonly header?: string | undefined;
  readonly required?: boolean | undefined;
}

/** Refuses what CloudFront can't prove itself with; the header in lower case, as functions see it. */
export function cloudFrontSettings({
  secret,
  header = 'x-origin-verify',
  required = false,
}: CloudFront = {}): ClientAddressSettings {
  if (!isSecretRef(secret)) {
    throw new UsersApiError(SECRET, {
      got: inPlaceOfSecret(secret),
      expected: 'a secret of Secrets Manager, whose value CloudFront sends in a header',
      fix: "give new Secret(this, 'OriginSecret'), and its value to the origin as docs/waf.md says",
    });
  }
  checkOriginSecret(secret);
  return { kind: 'cloudfront', secret, header: headerOf(header), required };
}

/** Refuses a value that is known to be none that a header can have, or that functions compare. */
function checkOriginSecret(secret: aws_secretsmanager.ISecretRef): void {
  const fix = 'use generateSecretString with passwordLength: 64, as docs/waf.md does';
  checkNoJson(SECRET, secret, 'what CloudFront sends');
  checkSecret(SECRET, secret, { counted: trimmed, fix });
  const expected = 'one that a header can have';
  const bytes = knownLength(secret, trimmed) ?? 0;
  if (bytes > MAX_HEADER_BYTES) {
    throw new UsersApiError(SECRET, {
      got: new Found(`a secret with a value of ${bytes} bytes`),
      expected: `${expected}: CloudFront adds up to ${MAX_HEADER_BYTES} characters`,
      fix,
    });
  }
  if (VISIBLE.test(trimmed(knownValue(secret) ?? ''))) return;
  throw new UsersApiError(SECRET, {
    got: new Found(
      'a secret with a line break inside, or with other characters than those of ASCII',
    ),
    expected,
    fix,
  });
}

function headerOf(given: string): string {
  const name = known(given);
  if (name !== undefined && HEADER.test(name)) return name.toLowerCase();
  throw new UsersApiError('ClientAddress.header', {
    got: given,
    expected: 'the name of a header such as "x-origin-verify"',
    fix: 'begin it with "x-", and take none of those that CloudFront, API Gateway or proxies set themselves',
  });
}

/** A run on this machine, which says so by the context, has no CloudFront in front of it. */
export function withoutProxy(
  settings: ClientAddressSettings,
  scope: IConstruct,
): ClientAddressSettings {
  return settings.kind === 'cloudfront' && isLocalRun(scope)
    ? { ...settings, required: false }
    : settings;
}
