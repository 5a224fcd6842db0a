"""What is a run, and how does it survive whatever happens to it?

Rankings of one batch of profiles under one recorded setting, in a folder. The batch is cut into
shards; a shard is worked out by itself, and stands or does not stand. What stands is never touched
again, so a run that was killed goes on with the same command and ends with the same bytes.
"""
