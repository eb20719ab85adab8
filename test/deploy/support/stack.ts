import {
  CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import type { AwsClientConfig } from './place.ts';

/** What CloudFormation says of a stack. */
export class DeployedStack {
  readonly name: string;
  readonly #client: CloudFormationClient;

  constructor(name: string, config: AwsClientConfig) {
    this.name = name;
    this.#client = new CloudFormationClient(config);
  }

  /** The one output whose logical id contains this. */
  async output(id: string): Promise<string> {
    const answer = await this.#client.send(new DescribeStacksCommand({ StackName: this.name }));
    const outputs = answer.Stacks?.[0]?.Outputs ?? [];
    const found = outputs.filter(({ OutputKey }) => OutputKey?.includes(id));
    const [only] = found;
    if (only?.OutputValue === undefined || found.length > 1) {
      throw new Error(`${found.length} outputs of ${this.name} are named ${id}`);
    }
    return only.OutputValue;
  }

  /**
   * Physical ids by logical ids.
   *
   * @param type such as `AWS::S3::Bucket`; default: all
   */
  async resources(type?: string): Promise<ReadonlyMap<string, string>> {
    const ids = new Map<string, string>();
    const pages = paginateListStackResources({ client: this.#client }, { StackName: this.name });
    for await (const { StackResourceSummaries = [] } of pages) {
      for (const {
        LogicalResourceId,
        PhysicalResourceId,
        ResourceType,
      } of StackResourceSummaries) {
        if (type !== undefined && ResourceType !== type) continue;
        ids.set(String(LogicalResourceId), String(PhysicalResourceId));
      }
    }
    return ids;
  }

  /** The physical id of the resource at this path of constructs, such as `UsersTable`. */
  async resource(path: string): Promise<string> {
    // The CDK adds a hash to what makes a logical id.
    const id = new RegExp(`^${path}[0-9A-F]{8}$`);
    const found = [...(await this.resources())].find(([logicalId]) => id.test(logicalId));
    if (found === undefined) throw new Error(`${this.name} has no resource ${path}`);
    return found[1];
  }
}
