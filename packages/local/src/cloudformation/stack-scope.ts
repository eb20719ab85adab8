import type { Environment } from '../environment.ts';
import { LocalError } from '../errors.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { isObject, type Json, type JsonObject, type Resource, type Template } from './template.ts';

/** What `Ref` and `Fn::GetAtt` give for one resource. */
export interface Identity {
  readonly ref?: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The property that names a resource, if the template may choose its name. */
const NAME_PROPERTY: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::ApiGatewayV2::DomainName': 'DomainName',
  'AWS::ApiGatewayV2::Stage': 'StageName',
};

/**
 * The part of an ARN after the account, for the types whose ARNs functions, rules and policies use.
 */
const ARN_RESOURCE: Readonly<Record<string, (name: string) => string>> = {
  'AWS::DynamoDB::GlobalTable': (name) => `table/${name}`,
  'AWS::DynamoDB::Table': (name) => `table/${name}`,
  'AWS::Events::EventBus': (name) => `event-bus/${name}`,
  'AWS::Events::Rule': (name) => `rule/${name}`,
  'AWS::Lambda::Function': (name) => `function:${name}`,
  'AWS::Logs::LogGroup': (name) => `log-group:${name}:*`,
};

/** Hosts of a bucket in S3; on this machine nothing answers there, but they say its name. */
const BUCKET_HOST: Readonly<Record<string, (name: string, environment: Environment) => string>> = {
  DomainName: (name) => `${name}.s3.amazonaws.com`,
  RegionalDomainName: (name, { region }) => `${name}.s3.${region}.amazonaws.com`,
};

/**
 * Names and attributes of a stack's resources. They follow only from the stack's name and the
 * logical ids, so that a table or secret in the data directory is found again after a restart. What
 * only the running part knows (the ARN of a stream, the URL of the API) it adds with `identify`.
 */
export class StackScope implements Scope {
  readonly #template: Template;
  readonly #stackName: string;
  readonly #environment: Environment;
  readonly #identities = new Map<string, Identity>();
  readonly #substitutions: (readonly [string, string])[] = [];

  constructor(template: Template, stackName: string, environment: Environment) {
    this.#template = template;
    this.#stackName = stackName;
    this.#environment = environment;
  }

  /** Adds to, or replaces, what is known of a resource. */
  identify(logicalId: string, identity: Identity): void {
    const known = this.#identities.get(logicalId);
    this.#identities.set(logicalId, {
      ...known,
      ...identity,
      attributes: { ...known?.attributes, ...identity.attributes },
    });
  }

  /** Replaces the URL `from`, and what is below it, in every value that is resolved from now on. */
  substitute(from: string, to: string): void {
    this.#substitutions.push([from, to]);
  }

  /** A value of the template without intrinsic functions; undefined when it is `AWS::NoValue`. */
  resolve(value: Json | undefined): Json | undefined {
    const resolved = value === undefined ? undefined : resolve(value, this);
    return resolved === undefined ? undefined : mapStrings(resolved, (text) => this.#replace(text));
  }

  properties(properties: JsonObject): JsonObject {
    return this.resolve(properties) as JsonObject;
  }

  ref(name: string): Json | undefined {
    if (name === 'AWS::NoValue') return undefined;
    const pseudo = this.#pseudoParameters[name];
    if (pseudo !== undefined) return pseudo;
    const parameter = this.#template.Parameters?.[name];
    if (parameter !== undefined) {
      if (parameter.Type?.startsWith('AWS::SSM::Parameter::Value')) {
        throw new LocalError(
          'UNSUPPORTED',
          `parameter ${name} is what Parameter Store has as ${parameter.Default}, which another stack publishes and this machine does not have`,
        );
      }
      if (parameter.Default !== undefined)
        return parameterValue(parameter.Type, String(parameter.Default));
      throw new LocalError('UNSUPPORTED', `parameter ${name} of the template has no default value`);
    }
    return this.#identities.get(name)?.ref ?? this.#name(name, this.#resource(name));
  }

  attribute(logicalId: string, attribute: string): string {
    const known = this.#identities.get(logicalId)?.attributes?.[attribute];
    if (known !== undefined) return known;
    const resource = this.#resource(logicalId);
    const name = String(this.ref(logicalId));
    if (attribute === 'Arn') return this.#arn(resource.Type, name);
    if (attribute === 'Name' || attribute === 'Id') return name;
    if (resource.Type === 'AWS::S3::Bucket' && BUCKET_HOST[attribute] !== undefined) {
      return BUCKET_HOST[attribute](name, this.#environment);
    }
    const qualifier = this.qualifier(logicalId);
    if (attribute === 'Version' && qualifier !== undefined) return qualifier.name;
    throw new LocalError(
      'UNSUPPORTED',
      `${attribute} of ${logicalId} (${resource.Type}) is not known on this machine`,
    );
  }

  get #pseudoParameters(): Record<string, string> {
    const { account, region } = this.#environment;
    return {
      'AWS::AccountId': account,
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::StackId': `arn:aws:cloudformation:${region}:${account}:stack/${this.#stackName}/local`,
      'AWS::StackName': this.#stackName,
      'AWS::URLSuffix': 'amazonaws.com',
    };
  }

  #replace(text: string): string {
    return this.#substitutions.reduce((all, [from, to]) => replaceUrl(all, from, to), text);
  }

  #resource(logicalId: string): Resource {
    const resource = this.#template.Resources?.[logicalId];
    if (resource === undefined) {
      throw new LocalError(
        'INVALID_TEMPLATE',
        `the template refers to ${logicalId}, which it lacks`,
      );
    }
    return resource;
  }

  /**
   * What an alias or a version adds to the function that it is of; undefined for other resources. A stack has one version
   * of a function here: the code of now.
   */
  qualifier(logicalId: string): { readonly of: string; readonly name: string } | undefined {
    const { Type, Properties = {} } = this.#resource(logicalId);
    if (Type !== 'AWS::Lambda::Alias' && Type !== 'AWS::Lambda::Version') return undefined;
    const called = String(this.resolve(Properties.FunctionName));
    const of = called.startsWith('arn:') ? called : this.#arn('AWS::Lambda::Function', called);
    return {
      of,
      name: Type === 'AWS::Lambda::Alias' ? String(this.resolve(Properties.Name)) : '1',
    };
  }

  #name(logicalId: string, resource: Resource): string {
    const qualifier = this.qualifier(logicalId);
    if (qualifier !== undefined) return `${qualifier.of}:${qualifier.name}`;
    const property = NAME_PROPERTY[resource.Type];
    const chosen = property && this.resolve(resource.Properties?.[property]);
    if (typeof chosen === 'string') return chosen;
    const name = `${this.#stackName}-${logicalId}`;
    return resource.Type === 'AWS::S3::Bucket' ? bucketName(name) : name;
  }

  #arn(type: string, name: string): string {
    // A bucket is named in all of a partition.
    if (type === 'AWS::S3::Bucket') return `arn:aws:s3:::${name}`;
    const { account, region } = this.#environment;
    const service = type.split('::')[1]?.toLowerCase() ?? 'unknown';
    const resource = ARN_RESOURCE[type]?.(name) ?? name;
    return `arn:aws:${service}:${region}:${account}:${resource}`;
  }
}

function mapStrings(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapStrings(item, change)]),
  );
}

/** Not in URLs of another host or another segment of a path, which only begin as it does. */
function replaceUrl(text: string, from: string, to: string): string {
  const [before = '', ...rest] = text.split(from);
  return rest.reduce((all, next) => all + (/^[\w.~%:-]/.test(next) ? from : to) + next, before);
}

/** By the rules of S3, which has at most 63 characters; a logical id is told by its end. */
function bucketName(name: string): string {
  return name.toLowerCase().slice(-63).replace(/^-+/, '');
}

/** A list of CloudFormation is a text with commas, without the spaces around them. */
function parameterValue(type: string | undefined, text: string): Json {
  const isList = type === 'CommaDelimitedList' || type?.startsWith('List<');
  return isList ? text.split(',').map((each) => each.trim()) : text;
}
