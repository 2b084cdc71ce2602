--[[
accept: decides claims of one source in their order, and takes the leases.

KEYS   the record of each claim's delivery, then the quotas
ARGV   one text, with a line for each claim
         token bodyDigest
       and, before the first and wherever they change, the terms of those that follow
         # leaseMs retentionMs
         # leaseMs retentionMs quota(which of KEYS) intervalUs burst
reply  a line for each claim, one of
         admitted fence takeover(0, 1) bodyMatches(0, 1) remaining(only with a quota)
         duplicate bodyMatches
         in-flight retryAfterMs bodyMatches
         rate-limited retryAfterMs
         failed message

A record is "state token bodyDigest fence leaseUntil". States: P processing, T processing after a takeover,
R released (no leaseUntil), D done (neither fence nor leaseUntil). The token is that of the last attempt.
]]
local time = redis.call('TIME')
local nowUs = time[1] * 1000000 + time[2]
local nowMs = math.floor(nowUs / 1000)

local function readTerms(line)
  local leaseMs, retentionMs, quota, intervalUs, burst = string.match(line, '^# (%S+) (%S+) ?(%S*) ?(%S*) ?(%S*)$')
  return {
    leaseUntil = string.format('%.0f', nowMs + leaseMs),
    retentionMs = retentionMs,
    quotaKey = KEYS[tonumber(quota)],
    intervalUs = tonumber(intervalUs),
    burst = tonumber(burst),
  }
end

-- What the claims so far have made of the quotas: for each, when the next delivery would arrive if all came evenly (in us).
local arrivals = {}

-- The generic cell rate algorithm on that one number.
local function askQuota(terms)
  local burstUs = terms.intervalUs * terms.burst
  local arrivalUs = arrivals[terms.quotaKey] or tonumber(redis.call('GET', terms.quotaKey) or 0)
  -- Further ahead than any delivery put it: the clock was set back. That must not close the gate for as long.
  if arrivalUs > nowUs + burstUs then arrivalUs = nowUs end
  local nextUs = math.max(arrivalUs, nowUs) + terms.intervalUs
  return nextUs, burstUs - (nextUs - nowUs)
end

local function failed(message)
  return 'failed ' .. string.gsub(message, '%c', ' ')
end

local function decide(key, holder, terms)
  local nextUs, spareUs
  if terms.quotaKey then nextUs, spareUs = askQuota(terms) end
  local isLimited = spareUs and spareUs < 0

  local function admitted(text)
    if not nextUs then return text end
    arrivals[terms.quotaKey] = nextUs
    return text .. ' ' .. math.floor(spareUs / terms.intervalUs)
  end

  -- Most deliveries are new, and then this is all.
  local outOfMemory
  if not isLimited then
    local written = redis.pcall('SET', key, 'P ' .. holder .. ' 1 ' .. terms.leaseUntil, 'NX', 'PX', terms.retentionMs)
    if written and written.ok then return admitted('admitted 1 0 1') end
    if written and not string.find(written.err, 'OOM', 1, true) then return written end
    outOfMemory = written and failed(written.err)
  end

  local record = redis.pcall('GET', key)
  if type(record) == 'table' then return failed(record.err) end
  if not record then return outOfMemory or 'rate-limited ' .. math.ceil(-spareUs / 1000) end
  local state, ownToken, firstDigest, fence, leaseUntil =
    string.match(record, '^([PTRD]) (%S+) (%S+) ?(%d*) ?(%d*)$')
  if not state then return failed('The record of the delivery is none that this version wrote.') end
  local token, bodyDigest = string.match(holder, '^(%S+) (%S+)$')
  local bodyMatches = firstDigest == bodyDigest and ' 1' or ' 0'
  if state == 'D' then return 'duplicate' .. bodyMatches end
  -- A late copy of a claim whose lease was given back: nobody would use another.
  if state == 'R' and ownToken == token then return 'in-flight 1' .. bodyMatches end
  local isLeased = state ~= 'R'
  if isLeased then
    if ownToken == token then return 'admitted ' .. fence .. (state == 'T' and ' 1' or ' 0') .. bodyMatches end
    if leaseUntil - nowMs > 0 then return 'in-flight ' .. leaseUntil - nowMs .. bodyMatches end
  end
  if isLimited then return 'rate-limited ' .. math.ceil(-spareUs / 1000) end
  if outOfMemory then return outOfMemory end

  fence = fence + 1
  local lease = table.concat({ isLeased and 'T' or 'P', token, firstDigest, fence, terms.leaseUntil }, ' ')
  redis.call('SET', key, lease, 'PX', terms.retentionMs)
  return admitted('admitted ' .. fence .. (isLeased and ' 1' or ' 0') .. bodyMatches)
end

local replies = {}
local terms
for line in string.gmatch(ARGV[1], '[^\n]+') do
  if string.byte(line) == 35 then
    terms = readTerms(line)
  else
    local reply = decide(KEYS[#replies + 1], line, terms)
    if type(reply) == 'table' then return reply end
    replies[#replies + 1] = reply
  end
end
for key, arrivalUs in pairs(arrivals) do
  redis.call('SET', key, string.format('%.0f', arrivalUs), 'PX', math.ceil((arrivalUs - nowUs) / 1000))
end
return table.concat(replies, '\n')
