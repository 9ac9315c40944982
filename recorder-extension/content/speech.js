// Words that sentences of business software are made of, beside those that commands and places are called by: in small
// letters. They are told in the strict way alone, written in small letters or at the beginning of a text.
(() => {
  const ledgerium = (globalThis.ledgerium ??= {});

  ledgerium.speech = {
    de: `
      ab aber als am an anderer auf aus bei bereits bis bitte bleibt darf das dass dem den der des die diese diesem
      diesen dieser dieses dürfen ein eine einem einen einer eines erfolgreich erforderlich erreicht fehlgeschlagen
      fehlt fertig für gebucht gefunden gelöscht geprüft gesendet gespeichert gestoppt gültig hat ist kann kein keine
      können mit muss müssen nach nicht noch oder ohne sein sich sie sind storniert um und ungültig von vor warten
      wartet werden wird wurde wurden zu zum zur zwischen über überschritten
    `,
    en: `
      a above active after all already also an and any are as at available awaiting be because been before being below
      between blocked both breached but by can cannot changes completed confirmed could created declined deleted do does
      done due each empty enough entered error exceeded exceeds exists failed field fields fill for found from full
      greater has have if in incomplete incorrect invalid is it its larger later less limit loading longer manual match
      matching maximum minimum missing more must needed needs not nothing now of off on one only or other our out over
      overdue passed pending please problem processed queued reached received rejected released removed required results
      saved saving second seconds sent shipped should since some something still stock submitted succeeded success
      successful successfully sure than that the their then there these they this those through time to today too unable
      under unknown unsaved until updated valid value values via waiting warning was we were what when which while with
      within without wrong you your
    `,
    es: `
      a al antes bloqueado con correctamente creado de debe del desde después el eliminado ella en enviado error es esta
      este está guardado ha han hasta la las limite lo los límite muy no o para pendiente por puede que se si sin sobre
      son su superado sus un una válido y ya éxito
    `,
    fr: `
      a au aux avant avec bloqué ce ces cette créé dans de depuis des doit du dépassé dépassée elle en enregistré
      enregistrée envoyé erreur est et il la le les limite mais ne ont ou par pas plus pour que qui requis réussi sa
      sans se ses si son sont sous supprimé sur un une valide vers votre à été
    `,
    it: `
      a ai al alla con creato da dal dalla del della dello deve di e eliminato errore gli ha hanno i il in inviato la le
      limite lo ma nel nella non o per più prima può questo salvato se senza si sono stato su superato un una uno valido
      è
    `,
    nl: `
      al als bij de deze die dit door een en fout geen gelukt gewijzigd heeft het in is kan limiet maar met mislukt moet
      na naar niet nog of om onder op opgeslagen over overschreden te tot uit van verplicht verwijderd verzonden voor
      vóór wordt zijn zonder
    `,
    pl: `
      a ale bez brak błąd dla do i jest już lub ma może musi na nad nie od oraz po pod przed przekroczony przez się są
      ta te ten to usunięto w wymagane wysłano z za zapisano ze został została zostało że
    `,
    pt: `
      a ao aos as até com criado da das de deve do dos e em enviado erro está excedido foi foram já limite mas na nas no
      nos o obrigatório os ou para pela pelo pode por que salvo se sem seu sobre sua são um uma válido à é
    `,
  };
})();
