"""Work in several tabs."""


def chats(story, order):
    """Each letter is something done in a tab of its own: first the chat is accepted, at last it is ended."""
    pages: dict[str, int] = {}
    for at, one in enumerate(order):
        story.tab = 10 + ord(one)
        if one not in pages:
            story.open("/chat").press("Accept")
            pages[one] = order.count(one)
        elif one not in order[at + 1 :]:
            story.fill("Category").press("End chat").says("Ended")
        else:
            story.fill("Message").press("Send")
    return story
