import { randomBytes } from 'node:crypto';
import { StatusError } from '../status.ts';
import type { User } from '../user.ts';
import { ANONYMOUS } from './rbac.ts';

/** Which user holds which token. Each cluster has new tokens, and they outlive its restarts. */
export class Tokens {
  readonly #users = new Map<string, User>();
  readonly #tokens = new Map<string, string>();

  constructor(users: readonly User[]) {
    for (const user of users) {
      const token = randomBytes(24).toString('base64url');
      this.#users.set(token, user);
      this.#tokens.set(user.name, token);
    }
  }

  /** The token of a user. */
  of(name: string): string {
    const token = this.#tokens.get(name);
    if (token === undefined) {
      const known = [...this.#tokens.keys()].join(', ');
      throw new Error(`the cluster has no user "${name}": its users are ${known}`);
    }
    return token;
  }

  user(name: string): User {
    return this.userOf(`Bearer ${this.of(name)}`);
  }

  /** The user of this name, if there is one. */
  find(name: string): User | undefined {
    return this.#users.get(this.#tokens.get(name) ?? '');
  }

  /** Who sends this Authorization header. None is anonymous; an unknown token is refused. */
  userOf(authorization: string | undefined): User {
    if (authorization === undefined) return ANONYMOUS;
    const token = /^Bearer (.*)$/i.exec(authorization)?.[1]?.trim();
    const user = this.#users.get(token ?? '');
    if (!user) throw new StatusError(401, 'Unauthorized', 'Unauthorized');
    return user;
  }

  /** Takes a user's token away, as when it has expired. The next one is another. */
  revoke(name: string): void {
    const token = this.of(name);
    const user = this.user(name);
    const next = randomBytes(24).toString('base64url');
    this.#users.delete(token);
    this.#users.set(next, user);
    this.#tokens.set(name, next);
  }
}
