/** One user at a time within this process, in front of the pool: else one user's many writers hold every connection while they wait for each other. */

export type UserQueue = { run<T>(userIds: readonly string[], work: () => Promise<T>): Promise<T> };

/** Too many of one user's requests are waiting already. */
export class UserBusy extends Error {
  override name = "UserBusy";
}

/** A queue per user id; several users are taken in one order, so that two callers cannot wait for each other. */
export function userQueue(limit = 500): UserQueue {
  const tails = new Map<string, { tail: Promise<unknown>; waiting: number }>();

  function enter<T>(userId: string, work: () => Promise<T>): Promise<T> {
    const place = tails.get(userId) ?? { tail: Promise.resolve(), waiting: 0 };
    if (place.waiting >= limit) {
      return Promise.reject(new UserBusy(`${limit} requests of this user are waiting already. Send fewer at once.`));
    }
    const result = place.tail.then(work, work);
    place.waiting += 1;
    place.tail = result;
    tails.set(userId, place);
    const leave = () => {
      place.waiting -= 1;
      if (place.waiting === 0) tails.delete(userId);
    };
    result.then(leave, leave);
    return result;
  }

  const nest = <T>(userIds: readonly string[], work: () => Promise<T>): Promise<T> => {
    const [first, ...rest] = userIds;
    return first === undefined ? work() : enter(first, () => nest(rest, work));
  };
  return { run: (userIds, work) => nest([...new Set(userIds)].sort(), work) };
}
