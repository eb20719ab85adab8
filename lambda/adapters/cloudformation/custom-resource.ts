import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { describeError } from '../../describe-error.ts';
import { answerUrl } from './answer-url.ts';

/**
 * Does what a custom resource is for, when it is made or changed, and tells CloudFormation how it went. A failure is an answer, too:
 * without one, the deployment would wait until it times out and not say why. What was made stays when the resource goes.
 *
 * The URL of the answer is signed: anyone who has it can end the deployment. So it is in no log.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-requests.html
 */
export async function answering(
  event: CloudFormationCustomResourceEvent,
  place: { readonly isInAws: boolean },
  work: () => Promise<void>,
): Promise<void> {
  const url = answerUrl(event.ResponseURL, place);
  const { RequestType, LogicalResourceId, RequestId, StackId } = event;
  const outcome = await asked(event, work).then(
    () => ({ Status: 'SUCCESS' as const }),
    (error: unknown) => {
      console.error({
        message: 'custom resource',
        request: RequestType,
        error: describeError(error),
      });
      return { Status: 'FAILED' as const, Reason: reasonOf(error) };
    },
  );
  await send(url, {
    ...outcome,
    ...{ LogicalResourceId, RequestId, StackId },
    // The same for good: another id would have CloudFormation delete the one before.
    PhysicalResourceId:
      'PhysicalResourceId' in event ? event.PhysicalResourceId : LogicalResourceId,
  });
  console.info({ message: 'custom resource', request: RequestType, status: outcome.Status });
}

async function asked(
  { RequestType }: { readonly RequestType: string },
  work: () => Promise<void>,
): Promise<void> {
  switch (RequestType) {
    case 'Create':
    case 'Update':
      return work();
    case 'Delete':
      return;
    default:
      throw new Error('RequestType: got another than Create, Update and Delete');
  }
}

function reasonOf(error: unknown): string {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `${said} (more in the log of the function)`;
}

async function send(url: URL, answer: object): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    // The signature covers a request without a content type.
    headers: { 'content-type': '' },
    body: JSON.stringify(answer),
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`CloudFormation's bucket answered ${response.status}`);
}
