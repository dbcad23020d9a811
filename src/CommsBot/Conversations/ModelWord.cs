using CommsBot.Model;

namespace CommsBot.Conversations;

/// <summary>What a language model had to say before a turn. The decisions may use it; they work the same without.</summary>
/// <param name="Opinion">Null when nothing usable came.</param>
/// <param name="Joined">Sentences of the several answers this turn would quote, joined; null without.</param>
/// <param name="Trace">What was asked and what became of it, for the transcript.</param>
internal sealed record ModelWord(Opinion? Opinion, JoinedReply? Joined, string Trace);
