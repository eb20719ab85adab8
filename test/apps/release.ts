/**
 * The example as an earlier release deployed it: its template, with the code of today, which the
 * upgrade replaces anyway. `-c release=FILE`, one of test/deploy/releases. With `-c broken=true`
 * there is a resource in it that is never created.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, CfnWaitCondition, CfnWaitConditionHandle, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';

const app = new App();
const stack = new Stack(app, 'UsersApiExample');
const { template } = JSON.parse(readFileSync(app.node.getContext('release'), 'utf8'));
const templateFile = path.join(app.outdir, 'release.template.json');
writeFileSync(templateFile, JSON.stringify(template));
const release = new CfnInclude(stack, 'Release', { templateFile });

const asset = new Asset(stack, 'Code', { path: path.join(__dirname, '../../assets/handlers') });
for (const [id, { Type, Properties }] of Object.entries<Resource>(template.Resources)) {
  const key = Type === 'AWS::Lambda::Function' ? Properties.Code.S3Key : undefined;
  if (key === undefined) continue;
  const made = release.getResource(id) as CfnFunction;
  made.code = { s3Bucket: asset.s3BucketName, s3Key: asset.s3ObjectKey };
  made.handler = `${path.basename(key, '.zip')}.handler`;
}

if (app.node.tryGetContext('broken')) {
  const { ref: handle } = new CfnWaitConditionHandle(stack, 'NobodySignals');
  new CfnWaitCondition(stack, 'Broken', { handle, timeout: '1' });
}

interface Resource {
  readonly Type: string;
  readonly Properties: { readonly Code: { readonly S3Key?: string } };
}
