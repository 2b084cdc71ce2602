import { memoryOutbox } from '@postern/sender'
import { outboxContract } from '@postern/testing/outbox-contract'

outboxContract('memoryOutbox', () => memoryOutbox())
