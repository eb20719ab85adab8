import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, type Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';

interface Resource {
  readonly Type: string;
  readonly Properties: { Name?: string; readonly Code: { readonly S3Key?: string } };
}

export interface ReleasedOptions {
  /** The table can be deleted, as nobody's users are in it. */
  readonly unprotected?: boolean;
  /** Name of the bus, which the template has from the example's stack, of which there may be one in the account. */
  readonly busName?: string;
}

/**
 * Makes a stack what an earlier release made of the example: its template, with the code of today, which the
 * upgrade replaces anyway.
 *
 * @param file one of test/deploy/releases
 */
export function includeRelease(stack: Stack, file: string, options: ReleasedOptions = {}): void {
  const { template } = JSON.parse(readFileSync(file, 'utf8'), (key, value) =>
    options.unprotected && key === 'DeletionProtectionEnabled' ? false : value,
  );
  for (const { Type, Properties } of Object.values<Resource>(template.Resources)) {
    if (Type === 'AWS::Events::EventBus' && options.busName) Properties.Name = options.busName;
  }
  const app = App.of(stack) as App;
  const templateFile = path.join(app.outdir, 'release.template.json');
  writeFileSync(templateFile, JSON.stringify(template));
  const release = new CfnInclude(stack, 'Release', { templateFile });

  const asset = new Asset(stack, 'Code', {
    path: path.join(__dirname, '../../../assets/handlers'),
  });
  for (const [id, { Type, Properties }] of Object.entries<Resource>(template.Resources)) {
    const key = Type === 'AWS::Lambda::Function' ? Properties.Code.S3Key : undefined;
    if (key === undefined) continue;
    const made = release.getResource(id) as CfnFunction;
    made.code = { s3Bucket: asset.s3BucketName, s3Key: asset.s3ObjectKey };
    made.handler = `${path.basename(key, '.zip')}.handler`;
  }
}
