#!lua flags=allow-oom
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
