const longNames: Readonly<Record<string, string>> = {
  '-X': '--request',
  '-H': '--header',
  '-d': '--data',
  '-A': '--user-agent',
  '-e': '--referer',
  '-b': '--cookie',
  '-F': '--form',
  '-G': '--get',
  '-I': '--head',
  '-T': '--upload-file',
  '-u': '--user',
}

/** Options that take a value, and say nothing of the request that a receiver sees. */
const skipped = new Set(
  `-o -m -w -c -D -K -E -x -y -Y -z -C -r -t -P -Q -U
  --output --output-dir --max-time --connect-timeout --retry --retry-delay --retry-max-time --resolve --connect-to
  --cacert --capath --cert --cert-type --key --key-type --pass --pinnedpubkey --ciphers --tls13-ciphers --tls-max
  --curves --proxy --proxy-user --proxy-header --noproxy --preproxy --socks4 --socks5 --socks5-hostname --write-out
  --cookie-jar --dump-header --config --interface --local-port --limit-rate --rate --max-redirs --max-filesize
  --speed-limit --speed-time --time-cond --continue-at --range --dns-servers --doh-url --unix-socket
  --abstract-unix-socket --keepalive-time --expect100-timeout --happy-eyeballs-timeout-ms --stderr --trace
  --trace-ascii --trace-config --proto --proto-default --proto-redir --alt-svc --hsts --engine --variable`.split(
    /\s+/,
  ),
)

/** Options that take a value, of those that are read and have a short form. */
const valued = new Set(
  '--request --header --data --user-agent --referer --cookie --form --upload-file --user'.split(' '),
)

/** One option of a curl command, and its value where it stands in the same word. */
export interface CurlOption {
  readonly name: string
  readonly value?: string | undefined
}

/** `-XPOST`, `-sX POST` and `--request=POST` are spellings of `--request POST`. */
export function optionsOf(word: string): readonly CurlOption[] {
  if (word.startsWith('--')) {
    const [, name = word, value] = /^(--[a-z0-9-]+)=(.*)$/s.exec(word) ?? []
    return [{ name, value }]
  }
  const options: CurlOption[] = []
  for (let at = 1; at < word.length; at += 1) {
    const letter = `-${word[at] ?? ''}`
    const name = longNames[letter] ?? letter
    const takesValue = skipped.has(name) || valued.has(name)
    const value = takesValue ? word.slice(at + 1) || undefined : undefined
    options.push({ name, value })
    if (takesValue) break
  }
  return options
}

/** Whether an option takes a value, and says nothing of the request. */
export function isSkipped(name: string): boolean {
  return skipped.has(name)
}
