import { HandMadeLedger, leaseMs } from './hand-made-ledger.js'
import { tallyOf } from './tally.js'
import { judge } from './verdict.js'

function sentencesOf(ledger: HandMadeLedger): string[] {
  return judge(ledger.histories(), leaseMs).map(({ sentence }) => sentence)
}

const good = [
  {
    name: 'an event that ran once',
    ledger: new HandMadeLedger().ran('a', 1, 0, 'success').acknowledged(55),
    tally: { runs: 1, overlaps: 0 },
  },
  {
    name: 'an event that ran again at once after it had failed',
    ledger: new HandMadeLedger().ran('a', 1, 0, 'failure').ran('b', 2, 65, 'success').acknowledged(130),
    tally: { runs: 2, overlaps: 0, secondRuns: { 'after a failure': 1 } },
  },
  {
    name: 'an event whose process was killed in its run, and that was taken over after the lease',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .died('a', 40)
      .ran('b', 2, 1000, 'success', true)
      .acknowledged(1060),
    tally: { runs: 2, overlaps: 0, secondRuns: { 'after a crash': 1 } },
  },
  {
    name: 'an event that succeeded, and ran again as that could not be noted',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .ended('a', 1, 'success', 50)
      .acknowledged(60)
      .settled('a', 1, 'failed', 2050)
      .ran('b', 2, 3000, 'success', true),
    tally: { runs: 2, overlaps: 0, secondRuns: { 'after a success that was not noted': 1 } },
  },
  {
    name: 'runs that overlap as the lease of the first had lapsed',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .ran('b', 2, 990, 'success', true)
      .acknowledged(1050)
      .ended('a', 1, 'success', 2000)
      .settled('a', 1, 'stale', 2010),
    tally: { runs: 2, overlaps: 1, secondRuns: { 'after a lapse': 1 } },
  },
  {
    name: 'a run during another whose lease lapsed, after a third in between had failed',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .ran('b', 2, 1000, 'failure', true)
      .ran('c', 3, 1100, 'success')
      .ended('a', 1, 'failure', 2000)
      .acknowledged(1200),
    tally: { runs: 3, overlaps: 2 },
  },
  {
    name: 'a run during another, after a lease in between that nobody learnt of was given back',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .claimed('b', 1000)
      .ran('c', 3, 1000, 'success')
      .ended('a', 1, 'success', 2000)
      .acknowledged(1200),
    tally: { runs: 2, overlaps: 1 },
  },
  {
    name: 'a run that starts late, as its process stood still between the answer and the start',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .ran('b', 2, 1000, 'success', true)
      .acknowledged(1060)
      .started('a', 1, 3000, 5)
      .ended('a', 1, 'success', 3010)
      .settled('a', 1, 'stale', 3020),
    tally: { runs: 2, overlaps: 0, lateStarts: 1, lateStartsAfterCompletion: 1 },
  },
  {
    name: 'a lease that was granted too late, and in which nothing ran',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0, false, 1200)
      .ran('b', 2, 1210, 'success')
      .acknowledged(1270),
    tally: { runs: 1 },
  },
]

test.each(good)('accepts $name', ({ ledger, tally }) => {
  expect(sentencesOf(ledger)).toEqual([])
  expect(tallyOf(ledger.histories())).toMatchObject(tally)
})

const bad = [
  {
    name: 'an event that was acknowledged and never ran',
    ledger: new HandMadeLedger().acknowledged(10),
    sentence: 'it was acknowledged before a run of it had succeeded',
  },
  {
    name: 'an event that was acknowledged after a failure only',
    ledger: new HandMadeLedger().ran('a', 1, 0, 'failure').acknowledged(55),
    sentence: 'it was acknowledged before a run of it had succeeded',
  },
  {
    name: 'an event that was acknowledged before its run had succeeded',
    ledger: new HandMadeLedger().ran('a', 1, 0, 'success').acknowledged(45),
    sentence: 'it was acknowledged before a run of it had succeeded',
  },
  {
    name: 'an event that was never acknowledged',
    ledger: new HandMadeLedger().ran('a', 1, 0, 'success'),
    sentence: 'it was never acknowledged',
  },
  {
    name: 'a run without a lease',
    ledger: new HandMadeLedger().started('a', 1, 0).ran('b', 1, 0, 'success').acknowledged(55),
    sentence: 'a handler ran without a lease, or twice with one',
  },
  {
    name: 'two runs with one lease',
    ledger: new HandMadeLedger().ran('a', 1, 0, 'success').started('a', 1, 70).acknowledged(55),
    sentence: 'a handler ran without a lease, or twice with one',
  },
  {
    name: 'a fence that was given twice',
    ledger: new HandMadeLedger().ran('a', 1, 0, 'failure').ran('b', 1, 100, 'success').acknowledged(155),
    sentence: 'fence 1 was given twice',
  },
  {
    name: 'a fence that is smaller than one before it',
    ledger: new HandMadeLedger().ran('b', 2, 0, 'failure').ran('a', 1, 100, 'success').acknowledged(155),
    sentence: 'fence 1 was asked for after a greater one was given',
  },
  {
    name: 'a lease whose claim was told that another has it',
    ledger: new HandMadeLedger()
      .claimed('a', 0)
      .refused('a', 10)
      .ran('b', 2, 1000, 'success', true)
      .acknowledged(1055),
    sentence: 'a lease was given, and whoever had asked was told otherwise',
  },
  {
    name: 'a takeover before the lease had lapsed',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .died('a', 40)
      .ran('b', 2, 980, 'success', true)
      .acknowledged(1040),
    sentence: 'the lease of fence 1 was taken over before it had lapsed',
  },
  {
    name: 'a takeover before a renewed lease had lapsed',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .renewed('a', 1, 500)
      .ran('b', 2, 1400, 'success', true)
      .ended('a', 1, 'success', 1500)
      .acknowledged(1510),
    sentence: 'the lease of fence 1 was taken over before it had lapsed',
  },
  {
    name: 'runs that overlap though no lease was taken over',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .ran('b', 2, 1500, 'success')
      .ended('a', 1, 'failure', 2000)
      .acknowledged(1600),
    sentence: 'a lease was given while the run of fence 1 went on',
  },
  {
    name: 'a run after one that succeeded, as if that had been released',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .ended('a', 1, 'success', 50)
      .ran('b', 2, 1500, 'success')
      .acknowledged(1600),
    sentence: 'a lease was given while the run of fence 1 went on',
  },
  {
    name: 'a run during a lease, after another that nobody learnt of',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .claimed('b', 890)
      .ran('c', 3, 900, 'success', true)
      .ended('a', 1, 'failure', 2000)
      .acknowledged(1000),
    sentence: 'a lease was given during that of fence 1',
  },
  {
    name: 'a run that starts with a lease that was granted after its time',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0, false, 1200)
      .started('a', 1, 1210)
      .ended('a', 1, 'success', 1220)
      .acknowledged(1230),
    sentence: 'a handler started with a lease that was granted too late',
  },
  {
    name: 'a run that starts after its lease in a process that was awake',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .ran('b', 2, 1000, 'success', true)
      .acknowledged(1060)
      .started('a', 1, 3000)
      .ended('a', 1, 'success', 3010),
    sentence: 'a handler started after its lease had lapsed, though its process had not stood still',
  },
  {
    name: 'a lease after another had completed the event',
    ledger: new HandMadeLedger()
      .ran('a', 1, 0, 'success')
      .acknowledged(55)
      .ran('b', 2, 5000, 'success', true),
    sentence: 'a lease was given after fence 1 had completed it',
  },
  {
    name: 'a run after the event had been completed, with a smaller fence',
    ledger: new HandMadeLedger().ran('b', 2, 0, 'success').acknowledged(55).ran('a', 1, 5000, 'success'),
    sentence: 'a run started after fence 2 had completed it',
  },
  {
    name: 'a lease that was lost though nobody took over',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .ended('a', 1, 'success', 50)
      .acknowledged(55)
      .settled('a', 1, 'stale', 60),
    sentence: 'the lease of fence 1 was lost to nobody',
  },
  {
    name: 'an event that the store has forgotten',
    ledger: new HandMadeLedger()
      .admitted('a', 1, 0)
      .started('a', 1, 20)
      .ended('a', 1, 'success', 50)
      .acknowledged(55)
      .settled('a', 1, 'gone', 60),
    sentence: 'the store had forgotten it',
  },
]

test.each(bad)('refuses $name', ({ ledger, sentence }) => {
  expect(sentencesOf(ledger)).toContain(sentence)
})
