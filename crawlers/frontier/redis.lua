-- The frontier of many crawlers: every change is one call of this script, so it happens whole or not at all.
--
-- KEYS[1]: what the keys of the run begin with. ARGV: command, who asks, the time ("": by Redis's clock), seconds that a holder's
-- leases outlive its last sign of life, then what the command wants. Answers: {what the command gives, pages that wait,
-- pages leased to others, pages done, bytes done}.
--
-- Keys of a run: pages (id -> record; "" when done), q:HOST (ids that are due, by score), later (ids by the time when they
-- are due), hosts (those with pages due, by whose turn it is), holding (id -> holder), held:HOLDER (ids), holders (by when they
-- are taken for dead), count, listings, notes. Of all runs: tidewaiter:alive (crawlers, by when they are taken for dead), tidewaiter:paused (hosts, by until when), tidewaiter:next:HOST (when the next
-- request may begin), tidewaiter:on:HOST (requests under way, by when they are taken for lost).

local run = KEYS[1]
local command, me = ARGV[1], ARGV[2]
local now, life = tonumber(ARGV[3]), tonumber(ARGV[4])
local FIRST = 5

if not now then
  local clock = redis.call('TIME')
  now = tonumber(clock[1]) + tonumber(clock[2]) / 1000000
end

-- A record: {host, score, url, priority, depth, kind, source, render, redirects, tries, and what the link said, where that is kept}
local HOST, SCORE, PRIORITY, KIND, REDIRECTS, TRIES, ABOUT = 1, 2, 4, 6, 9, 10, 11
local ARRIVAL = 1e-9 -- added to the score for each page that came before: first come, first served
local LONGEST = 3660 -- seconds that anything waits at most: what lies further ahead was noted before the clock was set back
local MOST_HOSTS = 2000 -- looked at in one call

local function exact(number) return string.format('%.17g', number) end

local function count(name, by) redis.call('HINCRBY', run .. 'count', name, by) end

local function counted(name) return tonumber(redis.call('HGET', run .. 'count', name) or '0') end

local function record_of(id)
  local text = redis.call('HGET', run .. 'pages', id)
  if not text or text == '' then return nil end
  return cjson.decode(text)
end

local function keep(id, record) redis.call('HSET', run .. 'pages', id, cjson.encode(record)) end

local function make_due(id, record)
  redis.call('ZADD', run .. 'q:' .. record[HOST], exact(record[SCORE]), id)
  redis.call('ZADD', run .. 'hosts', 'NX', redis.call('HINCRBY', run .. 'count', 'turns', 1), record[HOST])
end

local function stop_waiting(id, record)
  local gone = redis.call('ZREM', run .. 'q:' .. record[HOST], id) + redis.call('ZREM', run .. 'later', id)
  if redis.call('EXISTS', run .. 'q:' .. record[HOST]) == 0 then redis.call('ZREM', run .. 'hosts', record[HOST]) end
  count('waiting', -gone)
end

local function let_go(id)
  local holder = redis.call('HGET', run .. 'holding', id)
  if not holder then return false end
  redis.call('HDEL', run .. 'holding', id)
  redis.call('SREM', run .. 'held:' .. holder, id)
  count('leased', -1)
  return true
end

local function finish(id)
  redis.call('HSET', run .. 'pages', id, '')
end

local function take_back_all(holder)
  for _, id in ipairs(redis.call('SMEMBERS', run .. 'held:' .. holder)) do
    let_go(id)
    local record = record_of(id)
    if record then
      make_due(id, record)
      count('waiting', 1)
    end
  end
  redis.call('ZREM', run .. 'holders', holder)
  redis.call('ZREM', 'tidewaiter:alive', holder)
end

local function bury_the_dead()
  for _, holder in ipairs(redis.call('ZRANGEBYSCORE', run .. 'holders', exact(now + LONGEST), '+inf')) do
    redis.call('ZADD', run .. 'holders', exact(now + life), holder)
  end
  for _, holder in ipairs(redis.call('ZRANGEBYSCORE', run .. 'holders', '-inf', exact(now))) do
    if holder ~= me then take_back_all(holder) end
  end
end

local function alive()
  redis.call('ZADD', run .. 'holders', exact(now + life), me)
  redis.call('ZADD', 'tidewaiter:alive', exact(now + life), me)
end

-- Pages from ARGV[place] on: id, host, whether it is something better than a plain link, priority, kind, and the record as JSON before
-- and after its score: taking it apart and together again would cost a third of the pace.
local function insert(place, pages)
  local new, arrivals, listed = 0, counted('arrivals'), {}
  for _ = 1, pages do
    local id, host, better, priority, kind = ARGV[place], ARGV[place + 1], ARGV[place + 2], tonumber(ARGV[place + 3]), ARGV[place + 4]
    local score = exact((arrivals + new) * ARRIVAL - priority)
    if redis.call('HSETNX', run .. 'pages', id, ARGV[place + 5] .. score .. ARGV[place + 6]) == 1 then
      redis.call('ZADD', run .. 'q:' .. host, score, id)
      if not listed[host] then
        redis.call('ZADD', run .. 'hosts', 'NX', redis.call('HINCRBY', run .. 'count', 'turns', 1), host)
        listed[host] = true
      end
      new = new + 1
    elseif better == '1' and redis.call('HEXISTS', run .. 'holding', id) == 0 then
      local record = record_of(id)
      if record and record[PRIORITY] < priority - 1 then
        record[PRIORITY], record[KIND], record[SCORE] = priority, kind, tonumber(score)
        record[ABOUT] = cjson.decode(ARGV[place + 5] .. score .. ARGV[place + 6])[ABOUT] or record[ABOUT]
        keep(id, record)
        redis.call('ZADD', run .. 'q:' .. host, 'XX', score, id)
      end
    end
    place = place + 7
  end
  if new > 0 then
    count('arrivals', new)
    count('waiting', new)
  end
  return new
end

local commands = {}

-- who had the asker's folder before, and is dead ("": nobody)
function commands.open()
  if ARGV[FIRST] ~= '' then take_back_all(ARGV[FIRST]) end
  bury_the_dead()
  alive()
  return 0
end

function commands.alive()
  alive()
  return 0
end

function commands.add() return insert(FIRST + 1, tonumber(ARGV[FIRST])) end

-- Hosts whose pages are due, that with the best page first: {score of its best page, host}.
local function best_hosts()
  local found = {}
  for _, host in ipairs(redis.call('ZRANGE', run .. 'hosts', 0, MOST_HOSTS - 1)) do
    local best = redis.call('ZRANGE', run .. 'q:' .. host, 0, 0, 'WITHSCORES')
    if best[2] then found[#found + 1] = {tonumber(best[2]), host} end
  end
  table.sort(found, function(one, other) return one[1] < other[1] or (one[1] == other[1] and one[2] < other[2]) end)
  return found
end

-- limit, most of one host, pages that the run may fetch ("": any number), host -> pages that the asker has of it already,
-- whether the host with the best page comes first
function commands.lease()
  local limit, most, budget, room = tonumber(ARGV[FIRST]), tonumber(ARGV[FIRST + 1]), tonumber(ARGV[FIRST + 2]), cjson.decode(ARGV[FIRST + 3])
  alive()
  bury_the_dead()
  local function due(from, to)
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', run .. 'later', from, to)) do
      redis.call('ZREM', run .. 'later', id)
      make_due(id, record_of(id))
    end
    redis.call('ZREMRANGEBYSCORE', 'tidewaiter:paused', from, to)
  end
  due('-inf', exact(now))
  due(exact(now + LONGEST), '+inf')
  if budget then limit = math.min(limit, budget - counted('pages') - counted('leased')) end
  local taken = {}
  local function take(host, number)
    local best = redis.call('ZPOPMIN', run .. 'q:' .. host, number)
    for place = 1, #best, 2 do
      local id = best[place]
      redis.call('HSET', run .. 'holding', id, me)
      redis.call('SADD', run .. 'held:' .. me, id)
      taken[#taken + 1] = id
      taken[#taken + 1] = redis.call('HGET', run .. 'pages', id)
    end
    count('waiting', -#best / 2)
    count('leased', #best / 2)
    if redis.call('EXISTS', run .. 'q:' .. host) == 0 then
      redis.call('ZREM', run .. 'hosts', host)
    else
      redis.call('ZADD', run .. 'hosts', redis.call('HINCRBY', run .. 'count', 'turns', 1), host)
    end
  end
  local function free_of(host)
    if redis.call('ZSCORE', 'tidewaiter:paused', host) then return 0 end
    return math.min(most - (room[host] or 0), limit - #taken / 2)
  end
  if ARGV[FIRST + 4] == '1' then
    local hosts = best_hosts()
    for place, pair in ipairs(hosts) do
      local free = free_of(pair[2])
      if free > 0 then
        -- Only what is as good as the next host's best: the rest may come in a later call.
        local enough = hosts[place + 1] and exact(hosts[place + 1][1]) or '+inf'
        take(pair[2], math.min(free, math.max(1, redis.call('ZCOUNT', run .. 'q:' .. pair[2], '-inf', enough))))
      end
      if #taken / 2 >= limit then break end
    end
  else
    for _, host in ipairs(redis.call('ZRANGE', run .. 'hosts', 0, MOST_HOSTS - 1)) do
      local free = free_of(host)
      if free > 0 then take(host, free) end
      if #taken / 2 >= limit then break end
    end
  end
  return taken
end

-- host, from which score on, how many: ids and records, best first
function commands.queued()
  local found = {}
  local key = run .. 'q:' .. ARGV[FIRST]
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', key, ARGV[FIRST + 1], '+inf', 'LIMIT', 0, ARGV[FIRST + 2])) do
    local record = record_of(id)
    record[PRIORITY] = -record[SCORE]
    found[#found + 1] = id
    found[#found + 1] = cjson.encode(record)
  end
  return found
end

-- pairs of an id and its new priority
function commands.rescore()
  for place = FIRST, #ARGV, 2 do
    local id, priority = ARGV[place], tonumber(ARGV[place + 1])
    local record = record_of(id)
    if record and redis.call('HEXISTS', run .. 'holding', id) == 0 then
      record[SCORE], record[PRIORITY] = -priority, priority
      keep(id, record)
      redis.call('ZADD', run .. 'q:' .. record[HOST], 'XX', exact(record[SCORE]), id)
    end
  end
  return 0
end

-- id, bytes, redirects with which it is wanted again ("": it is not), number of listings, the listings, number of pages, the pages
function commands.done()
  local id, bytes, again, listings = ARGV[FIRST], tonumber(ARGV[FIRST + 1]), tonumber(ARGV[FIRST + 2]), tonumber(ARGV[FIRST + 3])
  local place = FIRST + 4
  for _ = 1, listings do
    redis.call('SADD', run .. 'listings', ARGV[place])
    place = place + 1
  end
  local record = record_of(id)
  if record then
    -- Somebody else may hold it by now, where our leases had run out: what came of it is stored, so it is done all the same.
    if not let_go(id) then stop_waiting(id, record) end
    if again then
      record[REDIRECTS] = again
      keep(id, record)
      make_due(id, record)
      count('waiting', 1)
    else
      finish(id)
    end
    count('pages', 1)
    count('bytes', bytes)
  end
  return insert(place + 1, tonumber(ARGV[place]))
end

function commands.skip()
  local id = ARGV[FIRST]
  local record = record_of(id)
  if record then
    if not let_go(id) then stop_waiting(id, record) end
    finish(id)
  end
  return 0
end

-- id, seconds, whether it counts as a try
function commands.put_back()
  local id, seconds, tried = ARGV[FIRST], tonumber(ARGV[FIRST + 1]), tonumber(ARGV[FIRST + 2])
  local record = record_of(id)
  if not record or not let_go(id) then return 0 end
  record[TRIES] = record[TRIES] + tried
  keep(id, record)
  if seconds > 0 then
    redis.call('ZADD', run .. 'later', exact(now + seconds), id)
  else
    make_due(id, record)
  end
  count('waiting', 1)
  return 0
end

function commands.drop_host()
  local host = ARGV[FIRST]
  local dropped = redis.call('ZRANGE', run .. 'q:' .. host, 0, -1)
  for _, id in ipairs(redis.call('ZRANGE', run .. 'later', 0, -1)) do
    if record_of(id)[HOST] == host then dropped[#dropped + 1] = id end
  end
  for _, id in ipairs(dropped) do
    stop_waiting(id, record_of(id))
    finish(id)
  end
  return #dropped
end

-- host, seconds
function commands.pause()
  redis.call('ZADD', 'tidewaiter:paused', 'GT', exact(now + tonumber(ARGV[FIRST + 1])), ARGV[FIRST])
  return 0
end

local function paused_for(host)
  local paused = tonumber(redis.call('ZSCORE', 'tidewaiter:paused', host) or '0')
  return paused < now + LONGEST and math.max(0, paused - now) or 0
end

function commands.paused_for() return exact(paused_for(ARGV[FIRST])) end

-- Seconds until a page may be leased, as text; "" where none waits.
function commands.soonest()
  local soonest = nil
  local function at(moment) soonest = math.min(soonest or moment, math.max(0, moment - now)) end
  for _, host in ipairs(redis.call('ZRANGE', run .. 'hosts', 0, MOST_HOSTS - 1)) do
    local paused = redis.call('ZSCORE', 'tidewaiter:paused', host)
    at(paused and tonumber(paused) or now)
    if soonest == 0 then return '0' end
  end
  local later = redis.call('ZRANGE', run .. 'later', 0, 0, 'WITHSCORES')
  if later[2] then at(tonumber(later[2])) end
  return soonest and exact(soonest) or ''
end

-- Leases go back; gives how many other crawlers are at work.
function commands.leave()
  bury_the_dead()
  take_back_all(me)
  return redis.call('ZCARD', run .. 'holders')
end

-- host, seconds between two requests, most at once, token, seconds after which the request is taken for lost:
-- seconds until the request may begin, as text; "" where as many as may are under way; less than 0: the host is left alone.
function commands.turn()
  local host, delay, most, token, longest = ARGV[FIRST], tonumber(ARGV[FIRST + 1]), tonumber(ARGV[FIRST + 2]), ARGV[FIRST + 3], tonumber(ARGV[FIRST + 4])
  local lane = ARGV[FIRST + 5] .. host
  local on, next_key = 'tidewaiter:on:' .. lane, 'tidewaiter:next:' .. lane
  redis.call('ZREMRANGEBYSCORE', on, '-inf', exact(now))
  for _, other in ipairs(redis.call('ZRANGE', on, 0, -1)) do
    local until_when = redis.call('ZSCORE', 'tidewaiter:alive', string.match(other, '^(.*)#'))
    if not until_when or tonumber(until_when) <= now then redis.call('ZREM', on, other) end
  end
  local paused = paused_for(host)
  if paused > 0 then return exact(-paused) end
  if redis.call('ZCARD', on) >= most then return '' end
  local begins = math.max(now, tonumber(redis.call('GET', next_key) or '0'))
  if begins > now + most * math.max(delay, 60) then begins = now + delay end
  redis.call('SET', next_key, exact(begins + delay), 'EX', math.ceil(begins - now + delay) + 60)
  redis.call('ZADD', on, exact(begins + longest), token)
  redis.call('EXPIRE', on, math.ceil(begins - now + longest) + 60)
  return exact(begins - now)
end

function commands.turn_over()
  redis.call('ZREM', 'tidewaiter:on:' .. ARGV[FIRST], ARGV[FIRST + 1])
  return 0
end

local answer = commands[command]()
local mine = redis.call('SCARD', run .. 'held:' .. me)
return {answer, counted('waiting'), counted('leased') - mine, counted('pages'), counted('bytes')}
