using CommsBot.Content;

namespace CommsBot.Answers;

/// <summary>Where the words come from: shown under the answer and sent as a citation.</summary>
internal sealed record Citation(string Title, string SourceName, string? Url);

/// <summary>Why an existing answer may not be shown.</summary>
internal enum NotQuotable
{
    /// <summary>No answer has this id.</summary>
    Unknown,

    /// <summary>The clinic has not given a fact the answer needs: say <c>handoff/team-will-tell</c>.</summary>
    FactMissing,

    /// <summary>No clinician approved these words, or the approval ran out.</summary>
    NotApproved,
}

/// <summary>An answer ready to be shown, word for word as approved, with the clinic's facts filled in.</summary>
/// <param name="Language">The language of the text; other than asked when the answer exists in one language only, and the caller says so.</param>
/// <param name="Hash">Of the approved words before the facts were filled in.</param>
internal sealed record Quote(string Id, string Title, Language Language, MessageForm Form, string Text, IReadOnlyList<Citation> Citations, IReadOnlyList<string> Related, string Hash)
{
    /// <summary>Null with the reason when the answer may not be shown to this clinic's patients in this form.</summary>
    public static Quote? Of(
        ContentLibrary library, string id, Language language, MessageForm form, ClinicFacts facts, ApprovedContent approved, out NotQuotable? reason)
    {
        reason = null;
        if (library.AnswerOrFallback(id, language) is not { } answer) reason = NotQuotable.Unknown;
        else if (!approved.MayBeQuoted(answer, form)) reason = NotQuotable.NotApproved;
        else if (!answer.CanBeQuoted(facts, form)) reason = NotQuotable.FactMissing;
        else return Filled(answer, form, facts);
        return null;
    }

    private static Quote Filled(Answer answer, MessageForm form, ClinicFacts facts)
    {
        var text = Placeholders.Fill(answer.Text(form), name => facts(name, answer.Language, form), out _);
        return new Quote(
            answer.Id, answer.Title, answer.Language, form, text,
            [.. answer.Sources.Select(s => new Citation(answer.Title, s.Name, s.Url))], answer.Related, answer.Hash(form));
    }
}
