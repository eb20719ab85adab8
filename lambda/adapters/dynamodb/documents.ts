/** What the stores ask of DynamoDB, whatever client makes the calls. */
import type {
  BatchGetCommandInput,
  BatchGetCommandOutput,
  DeleteCommandInput,
  DeleteCommandOutput,
  GetCommandInput,
  GetCommandOutput,
  PutCommandInput,
  PutCommandOutput,
  QueryCommandInput,
  QueryCommandOutput,
  TransactWriteCommandInput,
  TransactWriteCommandOutput,
  UpdateCommandInput,
  UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb';

interface Operation<Input, Output> {
  readonly input: Input;
  readonly output: Omit<Output, '$metadata'>;
}

/** Operations with what goes in and out, values as JavaScript has them: lib-dynamodb's own types. No item has binary values. */
export interface Operations {
  readonly GetItem: Operation<GetCommandInput, GetCommandOutput>;
  readonly BatchGetItem: Operation<BatchGetCommandInput, BatchGetCommandOutput>;
  readonly Query: Operation<QueryCommandInput, QueryCommandOutput>;
  readonly PutItem: Operation<PutCommandInput, PutCommandOutput>;
  readonly UpdateItem: Operation<UpdateCommandInput, UpdateCommandOutput>;
  readonly DeleteItem: Operation<DeleteCommandInput, DeleteCommandOutput>;
  readonly TransactWriteItems: Operation<TransactWriteCommandInput, TransactWriteCommandOutput>;
}

export interface Documents {
  /**
   * Makes one call, which is repeated while that may help: a transaction with the same idempotency token.
   *
   * @throws an error with DynamoDB's own name and members; an item in it is as DynamoDB sends it
   */
  call<Name extends keyof Operations>(
    operation: Name,
    input: Operations[Name]['input'],
  ): Promise<Operations[Name]['output']>;
}
