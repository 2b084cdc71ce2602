import { memoryOutbox } from '@postern/sender'
import { testOutboxContract } from '@postern/testing/outbox-contract'

testOutboxContract('memoryOutbox', () => memoryOutbox())
