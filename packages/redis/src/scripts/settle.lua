#!lua flags=allow-oom
--[[
settle: completes, releases or extends leases of one source, in their order.

KEYS   the record of each lease's delivery
ARGV   one text, with a line for each of them
         verb(complete, release, extend) token ms(retention; of extend: lease)
reply  a line for each of them, one of
         ok
         stale    another token holds the delivery, or it is settled otherwise
         gone     there is no record
         failed message

Records are as accept writes them.
]]
local time = redis.call('TIME')
local nowMs = math.floor((time[1] * 1000000 + time[2]) / 1000)

local function settle(key, verb, token, ms)
  local record = redis.pcall('GET', key)
  if type(record) == 'table' then return 'failed ' .. string.gsub(record.err, '%c', ' ') end
  if not record then return 'gone' end
  local state, ownToken, bodyDigest, fence = string.match(record, '^([PTRD]) (%S+) (%S+) ?(%d*) ?%d*$')
  if not state then return 'failed The record of the delivery is none that this version wrote.' end
  if ownToken ~= token then return 'stale' end
  local isLeased = state == 'P' or state == 'T'

  if verb == 'complete' and (isLeased or state == 'D') then
    redis.call('SET', key, 'D ' .. token .. ' ' .. bodyDigest, 'PX', ms)
  elseif verb == 'release' and (isLeased or state == 'R') then
    redis.call('SET', key, 'R ' .. token .. ' ' .. bodyDigest .. ' ' .. fence, 'PX', ms)
  elseif verb == 'extend' and isLeased then
    local keepMs = math.max(redis.call('PTTL', key), tonumber(ms))
    local leaseUntil = string.format('%.0f', nowMs + ms)
    redis.call('SET', key, table.concat({ state, token, bodyDigest, fence, leaseUntil }, ' '), 'PX', keepMs)
  else
    return 'stale'
  end
  return 'ok'
end

local replies = {}
for verb, token, ms in string.gmatch(ARGV[1], '(%S+) (%S+) (%S+)') do
  replies[#replies + 1] = settle(KEYS[#replies + 1], verb, token, ms)
end
return table.concat(replies, '\n')
