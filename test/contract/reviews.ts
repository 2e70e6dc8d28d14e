import type { Answer, RawClient, RawOptions } from './support/raw-client.ts';

const AUTHENTICATION = '/apis/authentication.k8s.io/v1';
const AUTHORIZATION = '/apis/authorization.k8s.io/v1';

/** Who a client is to the server. */
export interface UserInfo {
  readonly username: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** One rule of a SelfSubjectRulesReview. */
export interface ResourceRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
}

/** The answer to `who am I`. */
export function postSelfReview(client: RawClient, options: RawOptions = {}): Promise<Answer> {
  return client.post(`${AUTHENTICATION}/selfsubjectreviews`, {}, options);
}

/** Who the client is to the server. */
export async function whoIs(client: RawClient, options: RawOptions = {}): Promise<UserInfo> {
  const answer = await postSelfReview(client, options);
  return answer.json<{ status: { userInfo: UserInfo } }>().status.userInfo;
}

/** The answer to `may I`. */
export function postAccessReview(client: RawClient, spec: object): Promise<Answer> {
  return client.post(`${AUTHORIZATION}/selfsubjectaccessreviews`, { spec });
}

/** The answer to `what may I do there`. */
export function postRulesReview(client: RawClient, spec: object): Promise<Answer> {
  return client.post(`${AUTHORIZATION}/selfsubjectrulesreviews`, { spec });
}
