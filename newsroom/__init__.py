"""The judgement: the nouns everybody speaks, and every decision about text and time."""
