using CommsBot.Consent;
using CommsBot.Conversations.Steps;
using CommsBot.Model;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommsBot.Conversations;

/// <summary>The order of decisions; the first that handles a message ends the turn. The order is the meaning: it stands here and nowhere else.</summary>
internal sealed class Decisions(
    Opened opened, BareKeyword keyword, Danger danger, OptOutWords optOut, CodeTyped code, StaffOwns staff, StillDanger still, AfterInfusion afterInfusion, FollowUpAsked followUp, OverLimit overLimit,
    Unreadable unreadable, Boundary boundary, HealthTold health, CheckInReply checkIn, PreparationReply preparation, BookingAnswer booking, ChosenOption option, Wish wish,
    Pleasantry pleasantry, InEpisode episode, AskedOfOneself ofOneself, NurseInDoubt nurse, SecondOpinion opinion, CuratedAnswer answer, Unknown unknown, WebConsent consent)
{
    private readonly ITurnStep[] order =
    [
        opened, keyword, danger, optOut, code, staff, overLimit, unreadable, still, afterInfusion, followUp, boundary, health,
        checkIn, preparation, booking, option, wish, pleasantry, episode, ofOneself, opinion, nurse, answer, unknown,
    ];

    /// <summary>
    /// The step that dealt with it. Whichever that is, what it tells of the patient's health holds the fast, and a yes to texts that was typed on the
    /// website counts once its number has texted.
    /// </summary>
    public ITurnStep Decide(Turn turn)
    {
        var step = order.First(step => step.Handles(turn));
        health.Note(turn);
        consent.Note(turn);
        return step;
    }

    public static void Register(IServiceCollection services)
    {
        services.AddSingleton<Decisions>();
        services.AddSingleton<Asked>();
        services.AddSingleton<PreparationTalk>();
        services.AddSingleton<ToldInstead>();
        services.AddSingleton<Sharpening>();
        services.TryAddSingleton<Masking>();
        services.AddSingleton<KeptQuestions>();
        services.AddSingleton<BookingConsent>();
        foreach (var parameter in typeof(Decisions).GetConstructors()[0].GetParameters()) services.AddSingleton(parameter.ParameterType);
    }
}
