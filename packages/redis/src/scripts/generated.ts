// Made by tools/embed-scripts.mjs from the .lua files beside it. Edit those.
import type { Script } from './script.js'

export const accept: Script = { name: 'accept', sha1: '41f6227cccf7d79eed54a06e28aa7ce80b033909', source: String.raw`--[[
accept: decides claims of one source in their order, and takes the leases.

KEYS   the record of each claim's delivery, then the quotas
ARGV   how many claims, then for each of them
         token, leaseMs, retentionMs, bodyDigest,
         quota (which of KEYS, 0 for none), intervalUs, burst
reply  for each claim one of
         admitted, fence, takeover (0, 1), bodyMatches (0, 1), remaining (only with a quota)
         duplicate, bodyMatches
         in-flight, retryAfterMs, bodyMatches
         rate-limited, retryAfterMs
         failed, message

A record is "state mark bodyDigest fence leaseUntil". States: P processing, T processing after a takeover,
R released (no leaseUntil), D done (neither fence nor leaseUntil). The mark tells the token that wrote it.
]]
local time = redis.call('TIME')
local nowUs = time[1] * 1000000 + time[2]
local nowMs = math.floor(nowUs / 1000)

-- The generic cell rate algorithm on one number: when the next delivery would arrive if all came evenly (in us).
local function takeFromQuota(key, intervalUs, burst)
  local burstUs = intervalUs * burst
  local arrivalUs = tonumber(redis.call('GET', key) or 0)
  -- Further ahead than any delivery put it: the clock was set back. That must not close the gate for as long.
  if arrivalUs > nowUs + burstUs then arrivalUs = nowUs end
  local nextUs = math.max(arrivalUs, nowUs) + intervalUs
  return nextUs, burstUs - (nextUs - nowUs)
end

local function decide(key, token, leaseMs, retentionMs, bodyDigest, quotaKey, intervalUs, burst)
  local record = redis.pcall('GET', key)
  if type(record) == 'table' then return { 'failed', record.err } end
  local mark = string.sub(redis.sha1hex(token), 1, 12)
  local state, holder, firstDigest, fence, leaseUntil
  if record then
    state, holder, firstDigest, fence, leaseUntil = string.match(record, '^([PTRD]) (%x+) (%S*) ?(%d*) ?(%d*)$')
    if not state then return { 'failed', 'The record of the delivery is none that this version wrote.' } end
  end
  local isLeased = state == 'P' or state == 'T'
  local bodyMatches = (not record or firstDigest == bodyDigest) and 1 or 0
  if state == 'D' then return { 'duplicate', bodyMatches } end
  -- A late copy of a claim whose lease was given back: nobody would use another.
  if state == 'R' and holder == mark then return { 'in-flight', 1, bodyMatches } end
  if isLeased then
    if holder == mark then return { 'admitted', tonumber(fence), state == 'T' and 1 or 0, bodyMatches } end
    if leaseUntil - nowMs > 0 then return { 'in-flight', leaseUntil - nowMs, bodyMatches } end
  end

  local nextUs, spareUs
  if quotaKey then
    nextUs, spareUs = takeFromQuota(quotaKey, intervalUs, burst)
    if spareUs < 0 then return { 'rate-limited', math.ceil(-spareUs / 1000) } end
  end
  fence = (tonumber(fence) or 0) + 1
  local lease = string.format('%s %s %s %d %.0f', isLeased and 'T' or 'P', mark, firstDigest or bodyDigest, fence, nowMs + leaseMs)
  -- The record first: it fails when memory is used up, and then no quota is spent.
  local written = redis.pcall('SET', key, lease, 'PX', retentionMs)
  if written.err then
    if string.find(written.err, 'OOM', 1, true) then return { 'failed', written.err } end
    return written
  end
  local reply = { 'admitted', fence, isLeased and 1 or 0, bodyMatches }
  if quotaKey then
    redis.call('SET', quotaKey, string.format('%.0f', nextUs), 'PX', math.ceil((nextUs - nowUs) / 1000))
    reply[5] = math.floor(spareUs / intervalUs)
  end
  return reply
end

local replies = {}
for index = 1, tonumber(ARGV[1]) do
  local at = 7 * index - 5
  local quotaKey = KEYS[tonumber(ARGV[at + 4])]
  local reply = decide(
    KEYS[index], ARGV[at], tonumber(ARGV[at + 1]), ARGV[at + 2], ARGV[at + 3],
    quotaKey, tonumber(ARGV[at + 5]), tonumber(ARGV[at + 6])
  )
  if reply.err then return reply end
  replies[index] = reply
end
return replies
`,  }

export const settle: Script = { name: 'settle', sha1: '4f4ffbc76c52c9a3a6f48f054725b50ef02a0d17', source: String.raw`#!lua flags=allow-oom
--[[
settle: completes, releases or extends leases of one source, in their order.

KEYS   the record of each lease's delivery
ARGV   for each of them: verb (complete, release, extend), token, ms (retention; of extend: lease)
reply  for each of them one of
         ok
         stale    another token holds the delivery, or it is settled otherwise
         gone     there is no record
         failed, message

Records are as accept writes them.
]]
local time = redis.call('TIME')
local nowMs = math.floor((time[1] * 1000000 + time[2]) / 1000)

local function settle(key, verb, token, ms)
  local record = redis.pcall('GET', key)
  if type(record) == 'table' then return { 'failed', record.err } end
  if not record then return { 'gone' } end
  local mark = string.sub(redis.sha1hex(token), 1, 12)
  local state, holder, bodyDigest, fence = string.match(record, '^([PTRD]) (%x+) (%S*) ?(%d*) ?%d*$')
  if not state then return { 'failed', 'The record of the delivery is none that this version wrote.' } end
  if holder ~= mark then return { 'stale' } end
  local isLeased = state == 'P' or state == 'T'

  if verb == 'complete' and (isLeased or state == 'D') then
    redis.call('SET', key, string.format('D %s %s', mark, bodyDigest), 'PX', ms)
  elseif verb == 'release' and (isLeased or state == 'R') then
    redis.call('SET', key, string.format('R %s %s %s', mark, bodyDigest, fence), 'PX', ms)
  elseif verb == 'extend' and isLeased then
    local keepMs = math.max(redis.call('PTTL', key), tonumber(ms))
    redis.call('SET', key, string.format('%s %s %s %s %.0f', state, mark, bodyDigest, fence, nowMs + ms), 'PX', keepMs)
  else
    return { 'stale' }
  end
  return { 'ok' }
end

local replies = {}
for index = 1, #KEYS do
  local at = 3 * index - 2
  replies[index] = settle(KEYS[index], ARGV[at], ARGV[at + 1], ARGV[at + 2])
end
return replies
`, plain: { name: 'settle-plain', sha1: '507f48752591c1f4ac0b27e1e004e961f9e5b115', source: String.raw`--[[
settle: completes, releases or extends leases of one source, in their order.

KEYS   the record of each lease's delivery
ARGV   for each of them: verb (complete, release, extend), token, ms (retention; of extend: lease)
reply  for each of them one of
         ok
         stale    another token holds the delivery, or it is settled otherwise
         gone     there is no record
         failed, message

Records are as accept writes them.
]]
local time = redis.call('TIME')
local nowMs = math.floor((time[1] * 1000000 + time[2]) / 1000)

local function settle(key, verb, token, ms)
  local record = redis.pcall('GET', key)
  if type(record) == 'table' then return { 'failed', record.err } end
  if not record then return { 'gone' } end
  local mark = string.sub(redis.sha1hex(token), 1, 12)
  local state, holder, bodyDigest, fence = string.match(record, '^([PTRD]) (%x+) (%S*) ?(%d*) ?%d*$')
  if not state then return { 'failed', 'The record of the delivery is none that this version wrote.' } end
  if holder ~= mark then return { 'stale' } end
  local isLeased = state == 'P' or state == 'T'

  if verb == 'complete' and (isLeased or state == 'D') then
    redis.call('SET', key, string.format('D %s %s', mark, bodyDigest), 'PX', ms)
  elseif verb == 'release' and (isLeased or state == 'R') then
    redis.call('SET', key, string.format('R %s %s %s', mark, bodyDigest, fence), 'PX', ms)
  elseif verb == 'extend' and isLeased then
    local keepMs = math.max(redis.call('PTTL', key), tonumber(ms))
    redis.call('SET', key, string.format('%s %s %s %s %.0f', state, mark, bodyDigest, fence, nowMs + ms), 'PX', keepMs)
  else
    return { 'stale' }
  end
  return { 'ok' }
end

local replies = {}
for index = 1, #KEYS do
  local at = 3 * index - 2
  replies[index] = settle(KEYS[index], ARGV[at], ARGV[at + 1], ARGV[at + 2])
end
return replies
`,  }, }
