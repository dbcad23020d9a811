using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Conversations;

/// <summary>Bare times, birth dates, prices and figures of speech raise no alarm and call no nurse: each of these once did.</summary>
public sealed class HarmlessWordsTests : IClassFixture<TestService>
{
    private readonly TestService service;

    public HarmlessWordsTests(TestService service)
    {
        this.service = service;
        service.At(The.OpenHour);
    }

    [Theory]
    [InlineData("5:30 in the morning")]
    [InlineData("1:30 am sorry")]
    [InlineData("2:30 pm")]
    [InlineData("is 1 am the right time")]
    [InlineData("4/12 works for me")]
    [InlineData("6/14/1971")]
    [InlineData("my birthday is 6/14/1971")]
    [InlineData("12/30/1981")]
    [InlineData("1985-05-12")]
    [InlineData("May 12 1985")]
    [InlineData("mi fecha de nacimiento es 6/14/1971")]
    public async Task A_time_or_a_birth_date_asks_nobody_to_come(string text)
    {
        var patient = service.Phone();
        await patient.Say(text);
        Assert.Empty(await service.Staff.Tickets(await patient.ConversationId()));
    }

    [Theory]
    [InlineData("estoy perdida no encuentro el edificio")]
    [InlineData("my heart jumps every time i see a needle")]
    [InlineData("I would kill for one good nights sleep")]
    [InlineData("so can i still breathe on my own")]
    [InlineData("so i could overdose in the chair?")]
    [InlineData("me quiero morir de la vergüenza, se me olvido mi cita de ayer")]
    [InlineData("una vez me desmaye cuando me sacaron sangre, hay problema?")]
    [InlineData("i took my meds at 8 am and feel fine")]
    [InlineData("so i hurt my ankle in 2019 and since then its been burning")]
    [InlineData("I fell and hurt my wrist at work")]
    [InlineData("then it started burning and never quit")]
    [InlineData("my arm is burning so bad today")]
    [InlineData("my wife found you guys online")]
    [InlineData("and then they just let me go or do i gotta hang around")]
    [InlineData("ill kill my husband if he forgets to come get me. can he just wait there")]
    [InlineData("my dog licks his paw raw and it's swollen and hot")]
    [InlineData("i was just told i have crps and im scared")]
    [InlineData("my husband has crps and i feel useless. what can i actually do for him")]
    [InlineData("I'm terrified of losing control of my mind and body. What happens if I panic in the middle of it?")]
    [InlineData("my husband has crps and i dont know how to help him anymore")]
    [InlineData("my wife cant open a pickle jar anymore, what gizmos exist")]
    [InlineData("my coworkers are doing a 50/50 raffle")]
    [InlineData("scared nobody will notice if i stop breathing")]
    [InlineData("typed my credit card in here by mistake")]
    [InlineData("terrified of opening that door again")]
    [InlineData("does being a vegetarian hurt my odds")]
    [InlineData("im scared of robocalls, will giving it to you make it worse")]
    [InlineData("she begged me not to leave her side")]
    [InlineData("puedo dejar el cymbalta de golpe antes de la infusion? tomo 60")]
    [InlineData("i feel like im going crazy with this pain")]
    [InlineData("Me quebré la muñeca en marzo, ya soldó el hueso y la mano me sigue ardiendo y se pone morada. ¿Cómo se sabe si es distrofia simpática?")]
    [InlineData("my insurance says they wont pay for it because its experimental")]
    [InlineData("i want to complain about the way the front desk lady talked to me")]
    [InlineData("took ibuprofen an hour ago, matters?")]
    [InlineData("my plan says they'll pay part of it, where do i get a receipt")]
    [InlineData("I had a bad trip at the last clinic. Really scary, I thought I was dead. can you make it gentler")]
    [InlineData("who takes care of me on the way back")]
    [InlineData("do i rest after before they let me go")]
    [InlineData("my aunt drives a conversion van with a lift, is there space")]
    [InlineData("sheets hurt my foot")]
    [InlineData("my wife hurt her ankle in a parking lot and months later it burns")]
    [InlineData("mi hermano se quemo la mano y le quedo dolor, lo aceptan")]
    [InlineData("se le pega a mi familia?")]
    [InlineData("a mi mama le pega en los huesos?")]
    [InlineData("mi mama no pega el ojo del dolor")]
    [InlineData("después de la última qué sigue")]
    [InlineData("el aire me lastima")]
    public async Task A_figure_of_speech_or_an_old_faint_is_no_danger(string text)
    {
        Assert.False(await RaisesDangerAsync(text));
    }

    [Theory]
    [InlineData("I have my husband driving me")]
    [InlineData("I am coming with my sister")]
    [InlineData("yes I'm coming with my boyfriend tomorrow")]
    [InlineData("my brother is taking me home after")]
    [InlineData("my partner will be driving")]
    [InlineData("my ex is bringing me")]
    [InlineData("my sister and her husband are coming with me")]
    [InlineData("my mom and dad are bringing me")]
    [InlineData("I have my mother with me")]
    [InlineData("my girlfriend is waiting for me in the car")]
    [InlineData("My husband. He is driving me both ways")]
    [InlineData("my caregiver will drive me and stay")]
    [InlineData("my uncle is coming to get me after")]
    [InlineData("i won't be alone my sister is staying with me")]
    [InlineData("me lleva mi esposo")]
    [InlineData("vengo con mi hermana")]
    [InlineData("voy a ir con mi pareja")]
    [InlineData("mi marido me trae")]
    public async Task Who_drives_or_comes_along_is_no_danger(string text)
    {
        Assert.False(await RaisesDangerAsync(text));
    }

    [Theory]
    [InlineData("I have my husband driving me. He hit me last night")]
    [InlineData("coming with my brothers to teach you a lesson")]
    [InlineData("my boyfriend is driving me he choked me last week")]
    [InlineData("i will be with my son again soon")]
    [InlineData("me lleva mi novio y ayer me ahorcó")]
    [InlineData("ya me quiero ir con mi mamá que está en el cielo")]
    [InlineData("you will pay for what you did to me")]
    [InlineData("they will pay for it")]
    [InlineData("they will pay with blood")]
    [InlineData("siento que me aprieta el pecho")]
    [InlineData("siento que me quema el pecho")]
    [InlineData("mi esposo se golpeó la cabeza y no despierta")]
    [InlineData("mi tio me toca todo el cuerpo")]
    [InlineData("mi padrastro me toca a mi y a mi hermana")]
    [InlineData("mi hija se pega con la pared")]
    [InlineData("tell them to end it")]
    [InlineData("i thought i was dying and i still cant breathe")]
    [InlineData("mom broke her hip and cant get up")]
    [InlineData("they will pay for this, i swear")]
    [InlineData("tell the doctor he is going to pay")]
    [InlineData("my husband hurt her arm again")]
    [InlineData("mi esposo me pega")]
    [InlineData("mi papa le pega a mi mama")]
    [InlineData("mi esposo me quema la mano con el cigarro")]
    [InlineData("i dont want to live, i want to end it")]
    [InlineData("i thought i was dead, i took all my pills")]
    [InlineData("mi padrastro me toca")]
    public async Task Nearly_the_same_words_in_earnest_still_raise_it(string text)
    {
        Assert.True(await RaisesDangerAsync(text));
    }

    [Theory]
    [InlineData("any chance you'd take on my mom")]
    [InlineData("what if the nurse punches in the wrong number")]
    [InlineData("please take me off for friday")]
    [InlineData("nipple rings, take off?")]
    public async Task Taking_off_or_a_wrong_number_opts_nobody_out(string text)
    {
        var patient = await service.Web();
        await patient.Say(text);
        Assert.DoesNotContain(await service.Staff.Tickets(patient.ConversationId), ticket => ((string?)ticket["reason"])?.StartsWith("opt-out", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("how much does it cost", "do u take aetna", "insurance")]
    [InlineData("will i be knocked out", "so can i still breathe on my own?", null)]
    public async Task Two_questions_in_a_row_are_no_danger_together(string first, string second, string? answer)
    {
        var patient = await service.Web();
        await patient.Say(first);
        var reply = (await patient.Say(second))[0];
        Assert.DoesNotContain("911 now", reply.Text, StringComparison.Ordinal);
        if (answer is not null) Assert.Equal([answer], reply.Answers);
        Assert.Empty(await service.Staff.Tickets(patient.ConversationId));
    }

    private async Task<bool> RaisesDangerAsync(string text)
    {
        var patient = await service.Web();
        await patient.Say(text);
        return (await service.Staff.Tickets(patient.ConversationId)).Any(ticket => ticket.Kind() is "crisis" or "emergency");
    }
}
