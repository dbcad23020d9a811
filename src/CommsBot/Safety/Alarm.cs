using CommsBot.Content;

namespace CommsBot.Safety;

/// <summary>What a danger screen found, in falling order of urgency. Which reply and which page each brings is decided by the turn.</summary>
internal enum AlarmClass
{
    /// <summary>Suicidal and already hurt or in the act: pills taken, a wound, a weapon at hand.</summary>
    CrisisEmergency,

    /// <summary>A sign that needs 911, said together with an infusion.</summary>
    AfterInfusionEmergency,

    /// <summary>A sign that needs 911.</summary>
    Emergency,

    /// <summary>A sugar reading under 70, or shaky, sweaty, confused with diabetes words.</summary>
    LowBloodSugar,

    /// <summary>Suicidal or self-harming words, direct or indirect.</summary>
    Crisis,

    /// <summary>Being hurt, or a threat to others.</summary>
    Violence,

    /// <summary>A sign after an infusion that the clinic must hear of today. Comes after a staff member's ownership in the order of decisions.</summary>
    AfterInfusionWarning,
}

/// <summary>An alarm, without a word of what the patient wrote: the rule's id is what tickets, logs and evaluation may hold.</summary>
/// <param name="Class">The most urgent class that was found.</param>
/// <param name="ThirdPerson">Somebody else is in danger, not the writer.</param>
/// <param name="Language">The language of the phrase that was recognised; a hint for the reply.</param>
/// <param name="Rule">The rule, for example <c>crisis.wish-to-die</c>.</param>
internal sealed record Alarm(AlarmClass Class, bool ThirdPerson, Language Language, string Rule)
{
    /// <summary>Whether the alarm stands above a free-text opt-out and above staff's ownership of the conversation.</summary>
    public bool ComesFirst => Class != AlarmClass.AfterInfusionWarning;

    /// <summary>Judged by its likeness to examples, not by a phrase. Examples are single messages, so this says nothing about several joined.</summary>
    public bool IsGuess => Rule.StartsWith("net.", StringComparison.Ordinal);
}
